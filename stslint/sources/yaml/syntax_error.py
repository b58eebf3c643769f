"""The results of parsing one document: its tree and problems, or a syntax error."""

from __future__ import annotations

from stslint.model import Fix, Node, Problem, Span
from stslint.runtime.namedtuple import NamedTuple


class YamlError(Exception):
    """A syntax error: what is wrong, and where.

    ``context`` is where the broken construct begins; ``flow_colon`` marks a colon that only libyaml refuses.
    """

    def __init__(
        self, message: str, span: Span, context: Span | None = None, flow_colon: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.context = context
        self.flow_colon = flow_colon


class Tree(NamedTuple):
    """The tree of one document, and the problems in it that do not prevent parsing."""

    root: Node | None
    problems: tuple[Problem, ...]


def syntax_problem(span: Span, message: str, help_text: str = "", fix: Fix | None = None) -> Problem:
    """Returns a problem of YAML syntax; it has a position and no node."""
    return Problem(Node("absent", None, span), message, rule="yaml-syntax", help=help_text, fix=fix)
