"""Breaks lines for a narrow terminal: at words, with what follows below the text that it continues."""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern
from stslint.text.terminal_width import width

_COLOUR = pattern("\x1b\\[[0-9;]*m")
_WORD = pattern(" *[^ ]+")
_COMMAND = pattern(r" *(?:kubectl |stslint |for \w+ in )")
"""What somebody pastes into a shell is never broken."""
_GAP = pattern(r"\S {2,}(?=\S)")


def wrapped(line: str, columns: int) -> list[str]:
    """Returns a line in pieces that fit the columns of a terminal; a longer word stays whole.

    Without columns (0) the line stays as it is. Codes that color a terminal need no room.
    """
    if not columns or shown_width(line) <= columns:
        return [line]
    bare = _COLOUR.sub("", line)
    if _COMMAND.match(bare):
        return [line]
    indent = " " * _hanging_indent(bare, columns)
    lines: list[str] = []
    current = ""
    for word in _WORD.findall(line):
        if _may_begin_a_line(word) and current.strip() and shown_width(current + word) > columns:
            lines.append(current)
            current = indent + word.lstrip(" ")
        else:
            current += word
    return [*lines, current]


def _may_begin_a_line(word: str) -> bool:
    """Returns whether a word is no command for a CI runner where it begins a line."""
    return not _COLOUR.sub("", word).lstrip(" ").startswith("::")


def wrapped_text(text: str, columns: int) -> str:
    """Returns a text of which each line is wrapped."""
    if not columns:
        return text
    return "\n".join(piece for line in text.split("\n") for piece in wrapped(line, columns))


def shown_width(text: str) -> int:
    """Returns the terminal columns of a text that may be colored."""
    return width(_COLOUR.sub("", text) if "\x1b" in text else text)


def _hanging_indent(line: str, columns: int) -> int:
    """Returns where the text of a line begins: after its number, its name or its label."""
    lead = len(line) - len(line.lstrip(" "))
    gaps = [gap.end() for gap in _GAP.finditer(line) if gap.end() <= columns // 2]
    return gaps[-1] if gaps else lead or 2
