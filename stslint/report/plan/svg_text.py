"""Texts of a picture: how wide they are at most, and where their lines break.

Widths are estimates that no common sans-serif font exceeds: a picture has no fonts of its own.
"""

from __future__ import annotations

from html import escape

from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width

TITLE_LINE, SOFT_LINE = 22, 18
TITLE_LETTER, SOFT_LETTER, POD_LETTER = 11.4, 7.2, 8.0
_WIDE = "mwMW@"


class Room(NamedTuple):
    """How many letters fit on a line of a title and of other text."""

    title: float
    soft: float


def room_for(wide: float) -> Room:
    """Returns the room of a width in pixels."""
    return Room(wide / TITLE_LETTER, wide / SOFT_LETTER)


def wrapped_title(text: str, room: Room) -> tuple[str, ...]:
    """Returns the lines of a title."""
    return _wrapped(text, room.title)


def wrapped_soft(text: str, room: Room) -> tuple[str, ...]:
    """Returns the lines of a text below a title."""
    return _wrapped(text, room.soft)


def letters(text: str) -> float:
    """Returns the width of a text in letters of usual width."""
    return width(text) + 0.55 * sum(map(text.count, _WIDE))


def text_line(style: str, x: float, y: float, text: str, *, middle: bool = False) -> str:
    """Returns a text at a place."""
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}"{anchor}>{escape(one_line(text))}</text>'


def _wrapped(text: str, room: float) -> tuple[str, ...]:
    """Returns the lines of a text with room for that many letters; a word that is longer is broken."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if letters(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
        while letters(lines[-1]) > room and len(lines[-1]) > 1:
            whole = lines.pop()
            end = _longest_start(whole, room)
            lines += [whole[:end], whole[end:]]
    return tuple(lines)


def _longest_start(word: str, room: float) -> int:
    """Returns how many characters of a word fit, at a character that separates its parts, if there is one."""
    end = next((end for end in range(len(word) - 1, 1, -1) if letters(word[:end]) <= room), 1)
    parts = [place + 1 for place in map(word[:end].rfind, "/-.:@") if place >= end // 2]
    return max(parts, default=end)
