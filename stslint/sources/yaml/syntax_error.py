"""The results of parsing one document: its tree and problems, or a syntax error."""

from __future__ import annotations

from stslint.model import Fix, Node, Problem, Span
from stslint.runtime.namedtuple import NamedTuple


class YamlError(Exception):
    """A syntax error: what is wrong, and where.

    ``context`` is where the broken construct begins; ``flow_colon`` marks a colon that only libyaml refuses,
    ``is_size`` a text that means too much, for which no repair is looked for.
    """

    def __init__(
        self,
        message: str,
        span: Span,
        context: Span | None = None,
        flow_colon: bool = False,
        is_size: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.context = context
        self.flow_colon = flow_colon
        self.is_size = is_size

    def moved(self, lines: int, columns: int) -> YamlError:
        """Returns the same error of the same text that begins so many lines and columns further on."""
        context = None if self.context is None else _moved(self.context, lines, columns)
        span = _moved(self.span, lines, columns)
        return YamlError(self.message, span, context, self.flow_colon, self.is_size)


def _moved(span: Span, lines: int, columns: int) -> Span:
    return Span(span.line + lines, span.column + columns, span.end_line + lines, span.end_column + columns)


class Tree(NamedTuple):
    """The tree of one document, and the problems in it that do not prevent parsing."""

    root: Node | None
    problems: tuple[Problem, ...]


def syntax_problem(span: Span, message: str, help_text: str = "", fix: Fix | None = None) -> Problem:
    """Returns a problem of YAML syntax; it has a position and no node."""
    return Problem(Node("absent", None, span), message, rule="yaml-syntax", help=help_text, fix=fix)
