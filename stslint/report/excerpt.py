"""The line of a finding, the underline below its place, and what to write instead."""

from __future__ import annotations

from functools import lru_cache

from stslint.model import Finding, Severity, Span
from stslint.report.terminal_colour import Painter
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width
from stslint.text.wrapping import wrapped

LINE_WIDTH = 100
"""A longer source line is cut around the place that is underlined."""

_MARK = "..."
_LEAST_WIDTH = 16
_RECENT = 256
"""The excerpts of so many places are remembered."""
_CHARACTERS_PER_COLUMN = 10
"""So many characters are looked at for each column: a long line can have thousands of findings."""
_ALPHABET = 1024
"""The widths of so many characters are remembered."""


class Excerpt(NamedTuple):
    """A part of a line, and where in it the underline begins and how long it is, in characters."""

    text: str
    start: int
    length: int

    @property
    def underline(self) -> str:
        """Returns the spaces and carets below the text, as wide as a terminal shows it."""
        before, marked = self.text[: self.start], self.text[self.start : self.start + self.length]
        return " " * width(one_line(before)) + "^" * max(width(one_line(marked)), 1)


def excerpt(line: str, finding: Finding, advice: str, paint: Painter, columns: int) -> list[str]:
    """Returns the line of a finding, its underline and the advice, for a terminal of some columns or 0."""
    span, number = finding.span, str(finding.span.line)
    gutter = " " * max(4 - len(number), 1)
    margin = len(gutter) + len(number) + len(" | ")
    room = min(LINE_WIDTH, max(columns - margin, _LEAST_WIDTH)) if columns else LINE_WIDTH
    end_column = span.end_column if span.end_line == span.line else len(line) + 1
    text, underline = _shown(line, span.column, end_column, room)
    below = _below(underline, advice, columns - margin if columns else 0, margin, finding.severity, paint)
    return [f"{gutter}{paint(f'{number} |', 'dim')} {text}", *below]


@lru_cache(maxsize=_RECENT)
def _shown(line: str, column: int, end_column: int, room: int) -> tuple[str, str]:
    """Returns what is shown of a line, and its underline. Findings share lines, and lines are equal."""
    shown = cut(line, Span(1, column, 1, end_column), room)
    return one_line(shown.text), shown.underline


@lru_cache(maxsize=_RECENT)
def _below(
    underline: str, advice: str, room: int, margin: int, severity: Severity, paint: Painter
) -> tuple[str, ...]:
    """Returns the lines below a line, with a margin: its underline and the advice.

    The advice is after the underline, or on lines of its own where there is no room.
    """
    head = " " * (margin - len(" | ")) + paint(" |", "dim") + " "
    beside = f"{underline} {advice}".rstrip()
    if not room or width(beside) <= room:
        return (head + paint(beside, severity),)
    pieces = (underline, *(piece.strip() for piece in wrapped(advice, room)))
    return tuple(head + paint(piece, severity) for piece in pieces)


def cut(line: str, span: Span, room: int) -> Excerpt:
    """Returns what to show of a line in so many columns, with the place of a span in it."""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    length = max(min(end, len(line)) - start, 1)
    far = _CHARACTERS_PER_COLUMN * room
    if len(line) <= far and width(one_line(line)) <= room:
        return Excerpt(line, start, length)
    first, last = _window(line, start, room - 2 * len(f"{_MARK} "), far)
    lead = f"{_MARK} " if first else ""
    tail = f" {_MARK}" if last < len(line) else ""
    length = max(min(length, last - start), 1)
    return Excerpt(f"{lead}{line[first:last]}{tail}", start - first + len(lead), length)


def _window(line: str, start: int, room: int, far: int) -> tuple[int, int]:
    """Returns the first character to show and the one after the last: a quarter of them before ``start``.

    Neither is further than ``far`` characters away.
    """
    nearest, furthest = max(start - far, 0), min(start + far, len(line))
    near = line[nearest:furthest]
    if near.isascii() and near.isprintable():  # each character needs one column
        last = min(max(start - room // 4, nearest) + room, furthest)
        return max(last - room, nearest), max(last, min(start + 1, furthest))
    first = _back(line, start, room // 4, nearest)
    last, used = first, 0
    while last < furthest and used + _cells(line[last]) <= room:
        used += _cells(line[last])
        last += 1
    if last == furthest:
        first = _back(line, last, room, nearest)
    return first, max(last, min(start + 1, furthest))


def _back(line: str, end: int, room: int, nearest: int) -> int:
    """Returns the first of the characters before ``end`` that fit into so many columns."""
    first = end
    while first > nearest and _cells(line[first - 1]) <= room:
        first -= 1
        room -= _cells(line[first])
    return first


@lru_cache(maxsize=_ALPHABET)
def _cells(character: str) -> int:
    """Returns the columns that a character needs as it is shown."""
    return width(one_line(character))
