"""Edits become new text, and nothing but the edited places changes. Pure: text in, text out.

Lines are broken by ``\\n``, ``\\r\\n`` and ``\\r`` alone, as spans count them; a byte order mark is not
part of a text. A text keeps its own line ends, quotes, anchors and indentation, also inside of new text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from stslint.model import Edit, Finding, Fix, Span
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lines import LineIndex, line_end_at

_ANCHOR = re.compile(r"&[^\s,\[\]{}]+[ \t]+")
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


class EditError(ValueError):
    """An edit that lies outside of the text."""


class Change(NamedTuple):
    """The characters from ``start`` to ``end`` of a text become ``text``."""

    start: int
    end: int
    text: str


class ChangeIndex:
    """Changes that do not overlap, found by their place: a text can have thousands."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._changes = sorted(changes)
        self._starts = [change.start for change in self._changes]
        self._ends = [change.end for change in self._changes]

    def __iter__(self) -> Iterator[Change]:
        return iter(self._changes)

    def add(self, change: Change) -> None:
        """Adds a change that overlaps with none of the others."""
        place = bisect_right(self._changes, change)
        self._changes.insert(place, change)
        self._starts.insert(place, change.start)
        self._ends.insert(place, change.end)

    def near(self, start: int, end: int) -> list[Change]:
        """Returns the changes that end at ``start`` or later and begin at ``end`` or earlier."""
        return self._changes[bisect_left(self._ends, start) : bisect_right(self._starts, end)]


def offsets_of(lines: LineIndex, span: Span) -> tuple[int, int]:
    """Returns the offsets of a span's start and end. Raises EditError."""
    try:
        start = lines.offset(span.line, span.column)
        end = lines.offset(span.end_line, span.end_column)
    except LookupError as error:
        raise EditError(str(error)) from None
    if end < start:
        raise EditError(f"the span {span} ends before it begins")
    return start, end


def change_of(edit: Edit, text: str, lines: LineIndex) -> Change:
    """Returns an edit as offsets, written as the text around it is. Raises EditError."""
    start, end = offsets_of(lines, edit.span)
    new = edit.text
    if "\n" in new:
        new = _broken(new, start, text, lines)
    old = text[start:end]
    if old[:1] == "'" and len(new) > 1 and new[0] == new[-1] == '"' and not re.search(r"['\\]", new):
        new = f"'{new[1:-1]}'"
    anchor = _ANCHOR.match(old)
    if anchor and new and new[0] != "&":
        new = anchor.group() + new
    return Change(start, end, new)


def _broken(new: str, start: int, text: str, lines: LineIndex) -> str:
    """Returns a text of several lines with the file's line ends, and the indentation of its first line."""
    lead = text[lines.line_start(start) : start]
    margin = re.sub(r"[^ \t>]", " ", lead)
    new = new.replace("\n" + " " * len(lead), "\n" + margin) if lead else new
    return new.replace("\n", line_end_at(text, start))


def changes_of(fix: Fix, text: str, lines: LineIndex) -> tuple[Change, ...]:
    """Returns the changes of a fix in their order. Raises EditError."""
    changes: list[Change] = []
    for change in sorted((change_of(edit, text, lines) for edit in fix.edits), key=lambda each: each[:2]):
        last = changes[-1] if changes else None
        if last is not None and last.start == last.end == change.start == change.end:
            changes[-1] = last._replace(text=last.text + change.text)
        else:
            changes.append(change)
    return tuple(changes)


def edited(text: str, changes: Iterable[Change]) -> str:
    """Returns the text with changes that do not overlap."""
    pieces, last = [], 0
    for start, end, new in sorted(changes):
        pieces += [text[last:start], new]
        last = end
    return "".join((*pieces, text[last:]))


class Choice(NamedTuple):
    """What one round fixes: the findings, and the changes of their fixes."""

    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()


def choose(text: str, findings: Sequence[Finding], unsafe: bool = False) -> Choice:
    """Returns the fixes that can be made to a text at once: of two that overlap, the one that begins first.

    A fix is applied as a whole or waits for another round. One that would remove a comment is not safe.
    """
    lines = LineIndex(text)
    taken = ChangeIndex()
    fixed: list[Finding] = []
    for changes, finding in _offers(text, findings, lines):
        if not (unsafe or _is_safe(finding, changes, text)):
            continue
        new = [change for change in changes if change not in taken.near(*change[:2])]
        if any(_collide(one, other) for one in new for other in taken.near(*one[:2])):
            continue
        for change in new:
            taken.add(change)
        fixed.append(finding)
    return Choice(tuple(fixed), tuple(taken))


def _offers(
    text: str, findings: Sequence[Finding], lines: LineIndex
) -> list[tuple[tuple[Change, ...], Finding]]:
    offers = []
    for finding in findings:
        if finding.fix is None or not finding.fix.edits:
            continue
        try:
            changes = changes_of(finding.fix, text, lines)
        except EditError:
            continue
        alone = not any(_collide(one, two) for one, two in pairwise(changes))
        if alone and _differs(text, changes):
            offers.append((changes, finding))
    return sorted(offers, key=lambda offer: offer[0][0][:2])


def _differs(text: str, changes: Sequence[Change]) -> bool:
    """Returns whether changes in their order make another text; only what is around them is looked at."""
    first, last = changes[0].start, max(change.end for change in changes)
    moved = (Change(start - first, end - first, new) for start, end, new in changes)
    old = text[first:last]
    return edited(old, moved) != old


def _is_safe(finding: Finding, changes: Iterable[Change], text: str) -> bool:
    if finding.fix is None or not finding.fix.safe:
        return False
    return not any(
        _COMMENT.search(text[start:end]) and not _COMMENT.search(new) for start, end, new in changes
    )


def _collide(one: Change, other: Change) -> bool:
    """Returns whether two changes exclude each other: they overlap, or one inserts where the other ends."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
