"""Places of a text, as stslint counts them (from 1, in characters) and as editors do (from 0, in units)."""

from __future__ import annotations

from typing import Any, Literal

from stslint.model import Span

Encoding = Literal["utf-8", "utf-16", "utf-32"]
Range = dict[str, dict[str, int]]
Position = dict[str, int]

_WIDTHS: dict[str, tuple[int, int, int, int]] = {
    "utf-8": (1, 2, 3, 4),
    "utf-16": (1, 1, 1, 2),
    "utf-32": (1, 1, 1, 1),
}
"""How many units a character takes below U+0080, U+0800 and U+10000, and above."""


class Lines:
    """The lines of a text, asked for positions in the units that an editor counts columns in."""

    __slots__ = ("_encoding", "_lines", "_text")

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._text = text
        self._encoding = encoding
        self._lines = [line.removesuffix("\r") for line in text.split("\n")]

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> str:
        """Returns a line by its number from 1, without its end; empty outside of the text."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    @property
    def line_end(self) -> str:
        """Returns what ends the text's lines."""
        return "\r\n" if "\r\n" in self._text else "\n"

    def range_of(self, span: Span) -> Range:
        """Returns the range of a span; what lies outside of the text is moved to its nearest place."""
        return {
            "start": self.position_of(span.line, span.column),
            "end": self.position_of(span.end_line, span.end_column),
        }

    def position_of(self, line: int, column: int) -> Position:
        """Returns the position of a place that counts from 1."""
        if line > len(self._lines):
            line, column = len(self._lines), len(self._lines[-1]) + 1
        before = self.line(line)[: max(column - 1, 0)]
        return {"line": max(line - 1, 0), "character": self._units(before)}

    def place_of(self, position: Any) -> tuple[int, int]:
        """Returns line and column, from 1, of a position; inside of a character, its beginning."""
        line = int(position["line"]) + 1
        text, units = self.line(line), int(position["character"])
        if text.isascii():
            return line, min(units, len(text)) + 1
        for column, character in enumerate(text, 1):
            units -= self._units(character)
            if units < 0:
                return line, column
        return line, len(text) + 1

    def _units(self, text: str) -> int:
        if text.isascii():
            return len(text)
        one, two, three, four = _WIDTHS[self._encoding]
        return sum(
            one if letter < "\x80" else two if letter < "\u0800" else three if letter < "\U00010000" else four
            for letter in text
        )


def overlaps(span: Span, start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Returns whether a span and a range that counts like it meet, be it in one point."""
    return span[:2] <= end and start <= span[2:]
