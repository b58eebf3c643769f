"""The width of a text on a terminal."""

from __future__ import annotations

from unicodedata import category, east_asian_width


def width(text: str) -> int:
    """Returns the terminal columns that a text needs: wide characters need two, combining ones none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
