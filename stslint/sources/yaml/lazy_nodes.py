"""Nodes that hold the token of their line and compute their spans on demand.

Only findings need spans, so few are computed; two spans for each line took half of the memory of a tree.
"""

from __future__ import annotations

from stslint.model import Node, Span
from stslint.sources.yaml.block_lines import LineToken
from stslint.sources.yaml.value_tokens import ValueToken


class LazyNode(Node):
    """A node of plain YAML. Its token and line are those of its key, or of the dash before it.

    ``_span`` and ``_key_span`` are missing until somebody asks for them.
    """

    __slots__ = ("_key_span", "_span", "line", "token")

    line: int
    token: LineToken
    _span: Span
    _key_span: Span | None

    duplicates = ()

    __init__ = object.__init__  # see lazy_node

    @property
    def span(self) -> Span:
        """Returns the span of the node's text in its file."""
        if not hasattr(self, "_span"):
            self._span = self._compute_span()
        return self._span

    @span.setter
    def span(self, span: Span) -> None:
        self._span = span

    @property
    def key_span(self) -> Span | None:
        """Returns the span of the key; an element has none."""
        if not hasattr(self, "_key_span"):
            start, end = self.token.key_start + 1, self.token.key_end + 1
            self._key_span = Span(self.line, start, self.line, end) if isinstance(self.key, str) else None
        return self._key_span

    @key_span.setter
    def key_span(self, span: Span | None) -> None:
        self._key_span = span

    def _compute_span(self) -> Span:
        children = self.elements() or list(self.entries().values())
        if children and not self.flow:
            return self._span_around(children[0], children[-1])
        scalar = self.token.scalar
        if scalar.start >= 0:
            return Span(self.line, scalar.start + 1, self.line, scalar.end + 1)
        # A missing value is placed directly after the colon or the dash.
        column = (self.token.key_end if isinstance(self.key, str) else self.token.indent) + 2
        return Span(self.line, column, self.line, column)

    def _span_around(self, first: Node, last: Node) -> Span:
        assert isinstance(first, LazyNode)
        column = first.token.key_start if self.kind == "mapping" else first.token.indent
        return Span(first.line, column + 1, last.span.end_line, last.span.end_column)


def lazy_node(token: LineToken, line: int, key: str | int, parent: Node, content: ValueToken) -> LazyNode:
    """Returns a node with the kind, value, text and style of ``content``.

    It is a function because a call of a class with an ``__init__`` of its own takes twice as long.
    """
    node: LazyNode = LazyNode()
    node.kind, node.value, node.text, node.style, _, _, _, _ = content
    node.token = token
    node.line = line
    node.key = key
    node.parent = parent
    node.flow = False
    return node
