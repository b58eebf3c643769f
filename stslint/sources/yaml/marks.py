"""Marks of libyaml become spans, counted as editors count lines."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from stslint.model import Span
from stslint.runtime.lazy_regex import pattern
from stslint.text.lines import line_starts

_ODD_BREAKS = pattern("[\x85\u2028\u2029]|\r(?!\n)")
"""What ends a line in YAML 1.1 and in no editor, or the other way round."""

_new = tuple.__new__


class Places:
    """Where a text begins in its file, from 1, and where its lines do, if libyaml counts them otherwise."""

    __slots__ = ("_column", "_line", "_lines")

    def __init__(self, text: str, line: int, column: int) -> None:
        self._line, self._column = line, column
        self._lines = line_starts(text) if _ODD_BREAKS.search(text) else None

    def span(self, start: Any, end: Any) -> Span:
        """Returns the span between two marks."""
        if self._lines is not None:
            return self._counted(start.index, end.index)
        line, column = self._line, self._column
        return _new(Span, (line + start.line, column + start.column, line + end.line, column + end.column))

    def _counted(self, start: int, end: int) -> Span:
        """Returns a span counted by line feeds, as editors do: YAML 1.1 breaks lines elsewhere too."""
        lines = self._lines or [0]
        first, last = bisect_right(lines, start) - 1, bisect_right(lines, end) - 1
        return Span(
            self._line + first,
            self._column + start - lines[first],
            self._line + last,
            self._column + end - lines[last],
        )

    def at(self, line: int, column: int) -> Span:
        """Returns the span of the character at a line and a column, counted from 0."""
        row, start = self._line + line, self._column + column
        return Span(row, start, row, start + 1)
