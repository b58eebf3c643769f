"""Proposes repairs of a line that does not parse, the most likely first.

Each repair changes one line and keeps the number of lines. The tolerant reader tries them in turn and reports
only one that helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.respelling import respellings


class Repair(NamedTuple):
    """A repaired text, and the message for what was wrong.

    Lines and columns count from 0 in the document. ``column`` and ``width`` are the part to underline;
    ``removed`` characters from ``column + at`` on are replaced by ``inserted``. Without a ``message`` that of
    the parser is better; without a ``title`` there is no fix to offer.
    """

    text: str
    line: int
    error_line: int
    message: str = ""
    help: str = ""
    title: str = ""
    column: int = 0
    width: int = 1
    at: int = 0
    removed: int = 0
    inserted: str = ""
    safe: bool = True


_BARE_KEY = pattern(r"(\s*(?:- +)*)([A-Za-z][\w./-]*)[ \t]*(?:[ \t]#.*)?\r?\Z")
_KEY_AND_VALUE = pattern(r"(\s*(?:- +)*)([A-Za-z][\w./-]*) +(?=[^\s:#])")
_TIGHT_COLON = pattern(r"(\s*(?:- +)*)([A-Za-z][\w./-]*):(?=[^\s:/])")
_CONFLICT = pattern(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|\Z)")
_QUOTE = pattern(r"(?s)(.*?(?::|-|\[|,)\s+)(['\"])([^'\"]*)\Z")
_INDENTED_TAB = pattern(r"( *)(\t[ \t]*)")


def repairs(text: str, error_line: int, context_line: int) -> Iterator[Repair]:
    """Yields repairs of the lines near an error, given its line and the line where the construct begins."""
    lines = text.split("\n")
    error_line = min(max(error_line, 0), len(lines) - 1)
    near = _near(lines, error_line, context_line)
    for attempt in (
        _conflict_marker,
        _lookalikes,
        _tab,
        _missing_colon,
        _colonless_pair,
        _tight_colon,
        _open_quote,
    ):
        for line in near:
            yield from attempt(lines, line, error_line)
    for line in near:
        yield from _other_indentation(lines, line, error_line)
    for line in near:
        yield _without(lines, line, error_line)


def removals(text: str, error_line: int, context_line: int) -> Iterator[Repair]:
    """Yields the text without one of the lines near an error, for a reader who only needs the others."""
    lines = text.split("\n")
    error_line = min(max(error_line, 0), len(lines) - 1)
    for line in _near(lines, error_line, context_line):
        yield _without(lines, line, error_line)


def _near(lines: list[str], error_line: int, context_line: int) -> list[int]:
    """Returns the lines to repair: the error's, two lines with text above, and the start of the construct."""
    above = [line for line in range(error_line - 1, -1, -1) if lines[line].strip()][:2]
    suspects = dict.fromkeys([error_line, *above, context_line])
    return [line for line in suspects if 0 <= line < len(lines) and lines[line].strip()]


def _with_line(lines: list[str], line: int, new: str) -> str:
    return "\n".join([*lines[:line], new, *lines[line + 1 :]])


def _conflict_marker(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    old = lines[line]
    if _CONFLICT.match(old):
        yield Repair(
            _with_line(lines, line, ""), line, error_line,
            message="unresolved merge conflict",
            help="choose one side and delete the conflict markers",
            width=len(old.rstrip()), removed=len(old),
        )  # fmt: skip


def _lookalikes(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    for new in () if lines[line].isascii() else respellings(lines[line]):
        yield Repair(
            _with_line(lines, line, new.line), line, error_line,
            message=new.message, help="use the ASCII character", title="use ASCII characters",
            column=new.start, width=len(new.removed), removed=len(new.removed), inserted=new.inserted,
        )  # fmt: skip


def _tab(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    old = lines[line]
    match = _INDENTED_TAB.match(old)
    if not match:
        return
    spaces, tabs = match.groups()
    for indent in _indents(lines, line, len(spaces), len(tabs)):
        yield Repair(
            _with_line(lines, line, " " * indent + old[match.end() :]), line, error_line,
            message="this line is indented with a tab; YAML allows only spaces",
            help=f"indent with {indent} spaces", title="replace the tab with spaces",
            width=match.end(), removed=match.end(), inserted=" " * indent,
            safe=indent in _neighbouring(lines, line),
        )  # fmt: skip


def _neighbouring(lines: list[str], line: int) -> list[int]:
    """Returns the indentations of a line that follow clearly from the lines next to it."""
    above, below = _text_line_above(lines, line), _text_line_below(lines, line)
    likely = [_beneath(lines[above])] if above is not None else []
    return [*likely, _indent(lines[below])] if below is not None else likely


def _indents(lines: list[str], line: int, spaces: int, tabs: int) -> list[int]:
    """Returns the indentations that a line with tabs may be meant to have."""
    guesses = [spaces + tabs * width for width in (2, 4, 8)]
    around = [_indent(lines[other]) for other in _text_lines_around(lines, line)]
    likely = [indent for indent in guesses if indent in around]
    above = _text_line_above(lines, line)
    deeper = [_beneath(lines[above])] if above is not None else []
    return list(dict.fromkeys([*deeper, *likely, *around, *guesses]))


def _missing_colon(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    match = _BARE_KEY.match(lines[line])
    below = _text_line_below(lines, line)
    if not match or below is None:
        return
    lead, word = match.groups()
    inner = len(lead)
    deeper = _indent(lines[below]) > inner or (
        _indent(lines[below]) == inner and lines[below].lstrip().startswith("- ")
    )
    if not deeper or not re.match(r"\s*(?:- |[\w./\"'-]+:(?:\s|\Z))", lines[below]):
        return
    message = f"`{word}` has no colon: the lines below it have no key"
    yield _with_colon(lines, line, error_line, match, message)


def _colonless_pair(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    match = _KEY_AND_VALUE.match(lines[line])
    if not match or ": " in lines[line].partition(" #")[0]:
        return
    word = match.group(2)
    yield _with_colon(lines, line, error_line, match, f"`{word}` has no colon, so it is not a key")


def _with_colon(lines: list[str], line: int, error_line: int, match: re.Match[str], message: str) -> Repair:
    lead, word = match.groups()
    end = len(lead) + len(word)
    return Repair(
        _with_line(lines, line, lines[line][:end] + ":" + lines[line][end:]), line, error_line,
        message=message, help=f"use `{word}:`", title="add the colon",
        column=len(lead), width=len(word), at=len(word), inserted=":",
    )  # fmt: skip


def _tight_colon(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    match = _TIGHT_COLON.match(lines[line])
    if not match:
        return
    lead, word = match.groups()
    new = lines[line][: match.end()] + " " + lines[line][match.end() :]
    yield Repair(
        _with_line(lines, line, new), line, error_line,
        message=f"`{word}:` has no space after the colon, so it is not a key",
        help=f"add a space after `{word}:`", title="add the space",
        column=len(lead), width=len(word) + 1, at=len(word) + 1, inserted=" ",
    )  # fmt: skip


def _open_quote(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    old = lines[line].rstrip("\r")
    match = _QUOTE.match(old)
    if not match:
        return
    lead, quote, rest = match.groups()
    kept = re.sub(r"\s+#.*\Z|\s+\Z", "", rest)
    end = len(lead) + 1 + len(kept)
    yield Repair(
        _with_line(lines, line, old[:end] + quote + old[end:]), line, error_line,
        message=f"this quote is never closed: `{quote}{kept[:30]}`",
        help=f"close it with `{quote}`", title="close the quote",
        column=len(lead), width=1 + len(kept), at=1 + len(kept), inserted=quote, safe=False,
    )  # fmt: skip


def _other_indentation(lines: list[str], line: int, error_line: int) -> Iterator[Repair]:
    old = lines[line]
    indent = _indent(old)
    wanted = sorted({_indent(lines[other]) for other in _text_lines_around(lines, line)} - {indent})
    for other in sorted(wanted, key=lambda width: abs(width - indent)):
        yield Repair(
            _with_line(lines, line, " " * other + old[indent:]), line, error_line,
            message="this line's indentation does not match any line around it",
            help=f"the lines around it are indented by {other}, this line by {indent}",
            title=f"indent by {other}", column=0, width=max(indent, 1), removed=indent,
            inserted=" " * other, safe=False,
        )  # fmt: skip


def _without(lines: list[str], line: int, error_line: int) -> Repair:
    return Repair(_with_line(lines, line, ""), line, error_line, removed=len(lines[line]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _beneath(line: str) -> int:
    """Returns the likely indentation of the next line: deeper if this one ends with a colon."""
    content = line.lstrip(" ")
    while content.startswith("- "):
        content = content[2:].lstrip(" ")
    return len(line) - len(content) + (2 if _opens(line) else 0)


def _opens(line: str) -> bool:
    return line.rstrip().endswith(":")


def _text_line_above(lines: list[str], line: int) -> int | None:
    return next((other for other in range(line - 1, -1, -1) if lines[other].strip()), None)


def _text_line_below(lines: list[str], line: int) -> int | None:
    return next((other for other in range(line + 1, len(lines)) if lines[other].strip()), None)


def _text_lines_around(lines: list[str], line: int) -> list[int]:
    """Returns the lines with text around a line, the nearest first."""
    below = _text_line_below(lines, line)
    above = [other for other in range(line - 1, -1, -1) if lines[other].strip()][:6]
    return [*above[:1], *([below] if below is not None else []), *above[1:]]
