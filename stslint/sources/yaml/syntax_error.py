"""What reading one document gives: its tree and its problems, or the error that it does not parse by."""

from __future__ import annotations

from stslint.model import Fix, Node, Problem, Span
from stslint.runtime.namedtuple import NamedTuple


class YamlError(Exception):
    """A text that is no YAML: what is wrong, and where."""

    def __init__(
        self, message: str, span: Span, context: Span | None = None, flow_colon: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.context = context
        self.flow_colon = flow_colon


class Tree(NamedTuple):
    """What one document's text says, and what is wrong with it short of not parsing."""

    root: Node | None
    problems: tuple[Problem, ...]


def syntax_problem(span: Span, message: str, help_text: str = "", fix: Fix | None = None) -> Problem:
    """Returns a problem with a text as YAML; it has a place and no node."""
    return Problem(Node("absent", None, span), message, rule="yaml-syntax", help=help_text, fix=fix)
