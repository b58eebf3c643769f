"""The width of a text on a terminal."""

from __future__ import annotations


def width(text: str) -> int:
    """Returns the terminal columns that a text needs: wide characters need two, combining ones none."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    from unicodedata import category, east_asian_width  # most texts have no such character

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
