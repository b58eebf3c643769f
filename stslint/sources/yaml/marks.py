"""Turns libyaml's marks into spans, with lines as editors count them."""

from __future__ import annotations

from bisect import bisect_right

from stslint.model import Span
from stslint.runtime.lazy_regex import pattern
from stslint.text.lines import line_starts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ODD_BREAKS = pattern("[\x85\u2028\u2029]|\r(?!\n)")
"""Characters that end a line either in YAML 1.1 or in editors, but not in both."""

_new = tuple.__new__


class Places:
    """Where a text begins in its file, from 1, and where its lines begin if libyaml counts differently."""

    __slots__ = ("_column", "_line", "_lines")

    def __init__(self, text: str, line: int, column: int) -> None:
        self._line, self._column = line, column
        odd = ("\r" in text or not text.isascii()) and _ODD_BREAKS.search(text)
        self._lines = line_starts(text) if odd else None

    def span(self, start: Any, end: Any) -> Span:
        """Returns the span between two marks."""
        if self._lines is not None:
            return self._counted(start.index, end.index)
        line, column = self._line, self._column
        return _new(Span, (line + start.line, column + start.column, line + end.line, column + end.column))

    def _counted(self, start: int, end: int) -> Span:
        """Returns a span with lines as editors count them: YAML 1.1 also breaks lines at other characters."""
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
