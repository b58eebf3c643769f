"""Maps places, counted from 1 in characters, to positions of an editor, counted from 0 in code units."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from stslint.model import Span
from stslint.text.lines import line_starts, split_lines

Place = tuple[int, int]
"""A line and a column, both from 1; the column counts characters."""


class PositionMapper:
    """Maps the places of one text. A line ends with ``\\n``, ``\\r\\n`` or a single ``\\r``."""

    __slots__ = ("_ascii", "_codec", "_lines", "_starts")

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self._codec = codec
        self._ascii = text.isascii()
        self._lines = split_lines(text)
        self._starts = line_starts(text)

    def for_text(self, text: str) -> PositionMapper:
        """Returns the mapper of another text for the same editor."""
        return PositionMapper(text, self._codec)

    def line(self, number: int) -> str:
        """Returns a line by its number, without its line end; empty outside of the text."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def range_of(self, span: Span) -> lsp.Range:
        """Returns the range of a span. What is outside of the text moves to the nearest place in it."""
        return lsp.Range(
            self.position_of(span.line, span.column), self.position_of(span.end_line, span.end_column)
        )

    def position_of(self, line: int, column: int) -> lsp.Position:
        """Returns the position of a place."""
        if line > len(self._lines):
            line, column = self._end
        text, characters = self.line(line), max(column - 1, 0)
        # The codec looks at each character, which is slow where a document is one long line.
        if self._ascii:
            return lsp.Position(max(line - 1, 0), min(characters, len(text)))
        before = text[:characters]
        units = len(before) if before.isascii() else self._codec.client_num_units(before)
        return lsp.Position(max(line - 1, 0), units)

    def place_of(self, position: lsp.Position) -> Place:
        """Returns the place of a position. What is outside of the text moves to the nearest place in it."""
        if position.line >= len(self._lines):
            return self._end
        # Each character is a unit or more: the codec need not look at the rest of a long line.
        before = self._lines[position.line][: position.character]
        if self._ascii:
            return position.line + 1, len(before) + 1
        # The protocol moves a character past the end to the end; the codec moves it to the last character.
        units = min(position.character, self._codec.client_num_units(before))
        found = self._codec.position_from_client_units([before], lsp.Position(0, units))
        return position.line + 1, found.character + 1

    def offset_of(self, position: lsp.Position) -> int:
        """Returns the offset of a position in the text."""
        line, column = self.place_of(position)
        return self._starts[line - 1] + column - 1

    def range_at(self, start: int, end: int) -> lsp.Range:
        """Returns the range between two offsets in the text."""
        return lsp.Range(self._position_at(start), self._position_at(end))

    def _position_at(self, offset: int) -> lsp.Position:
        line = bisect_right(self._starts, offset)
        return self.position_of(line, offset - self._starts[line - 1] + 1)

    @property
    def _end(self) -> Place:
        return len(self._lines), len(self._lines[-1]) + 1


def overlaps(span: Span, start: Place, end: Place) -> bool:
    """Returns whether a span and a range have a place in common, even if it is only an end."""
    return span[:2] <= end and start <= span[2:]


def contains(span: Span, place: Place) -> bool:
    """Returns whether a place is in a span; an empty span contains the character after it."""
    return span[:2] <= place < max(span[2:], (span.line, span.column + 1))
