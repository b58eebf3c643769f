"""Colors for a terminal."""

from __future__ import annotations

_CODES = {"error": "31", "warning": "33", "good": "32", "info": "36", "dim": "2", "bold": "1"}


class Painter:
    """Adds colors to texts, or leaves them unchanged."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, style: str) -> str:
        """Returns the text in a style, one of the names above, or in none."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self._colour and text and style else text
