"""Where something is in a file."""

from __future__ import annotations

from stslint.runtime.namedtuple import NamedTuple


class Span(NamedTuple):
    """A piece of a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> Span:
        """Returns the empty span where this one begins."""
        return Span(self.line, self.column, self.line, self.column)
