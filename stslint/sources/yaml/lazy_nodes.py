"""Nodes that hold the token of their line and compute their spans on demand.

Only findings need spans, so few are computed; two spans for each line took half of the memory of a tree.
"""

from __future__ import annotations

from stslint.model import Kind, Node, Scalar, Span
from stslint.sources.yaml.block_lines import LineToken


class LazyNode(Node):
    """A node of plain YAML. Its token and line are those of its key, or of the dash before it."""

    __slots__ = ("_key_span", "_span", "line", "token")

    duplicates = ()

    def __init__(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        token: LineToken,
        line: int,
        key: str | int | None,
        parent: Node,
        text: str = "",
        style: str = "",
        flow: bool = False,
    ) -> None:
        self.kind = kind
        self.value = value
        self.token = token
        self.line = line
        self.key = key
        self.parent = parent
        self.text = text
        self.style = style
        self.flow = flow
        self._span: Span | None = None
        self._key_span: Span | None = None

    @property
    def span(self) -> Span:
        """Returns the span of the node's text in its file."""
        if self._span is None:
            self._span = self._compute_span()
        return self._span

    @span.setter
    def span(self, span: Span) -> None:
        self._span = span

    @property
    def key_span(self) -> Span | None:
        """Returns the span of the key; an element has none."""
        if self._key_span is None and isinstance(self.key, str):
            self._key_span = Span(self.line, self.token.key_start + 1, self.line, self.token.key_end + 1)
        return self._key_span

    @key_span.setter
    def key_span(self, span: Span | None) -> None:
        self._key_span = span

    def _compute_span(self) -> Span:
        children = list(self.entries().values()) or self.elements()
        if children:
            return self._span_around(children)
        scalar = self.token.scalar
        if scalar is not None:
            return Span(self.line, scalar.start + 1, self.line, scalar.end + 1)
        # A missing value is placed directly after the colon or the dash.
        column = (self.token.key_end if isinstance(self.key, str) else self.token.indent) + 2
        return Span(self.line, column, self.line, column)

    def _span_around(self, children: list[Node]) -> Span:
        first, last = children[0], children[-1]
        assert isinstance(first, LazyNode)
        column = first.token.key_start if self.kind == "mapping" else first.token.indent
        return Span(first.line, column + 1, last.span.end_line, last.span.end_column)
