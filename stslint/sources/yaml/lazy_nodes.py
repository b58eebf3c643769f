"""Nodes that know the row and the line they are written on, and work out their spans when somebody asks.

Few are ever asked: a span is for a finding, and to make two for each line took half of the memory of a tree.
"""

from __future__ import annotations

from stslint.model import Kind, Node, Scalar, Span
from stslint.sources.yaml.block_lines import LineToken


class LazyNode(Node):
    """A node of plain YAML. Its row and line are those of its key, or of the dash before it."""

    __slots__ = ("_key_span", "_span", "line", "row")

    duplicates = ()

    def __init__(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        row: LineToken,
        line: int,
        key: str | int | None,
        parent: Node,
        text: str = "",
        style: str = "",
        flow: bool = False,
    ) -> None:
        self.kind = kind
        self.value = value
        self.row = row
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
        """Returns the piece of the file that this is written on."""
        if self._span is None:
            self._span = self._where()
        return self._span

    @span.setter
    def span(self, span: Span) -> None:
        self._span = span

    @property
    def key_span(self) -> Span | None:
        """Returns where the key stands; an element has none."""
        if self._key_span is None and isinstance(self.key, str):
            self._key_span = Span(self.line, self.row.key_start + 1, self.line, self.row.key_end + 1)
        return self._key_span

    @key_span.setter
    def key_span(self, span: Span | None) -> None:
        self._key_span = span

    def _where(self) -> Span:
        children = list(self.entries().values()) or self.elements()
        if children:
            return self._around(children)
        cell = self.row.cell
        if cell is not None:
            return Span(self.line, cell.start + 1, self.line, cell.end + 1)
        # What is left out stands right behind the colon, or the dash.
        column = (self.row.key_end if isinstance(self.key, str) else self.row.indent) + 2
        return Span(self.line, column, self.line, column)

    def _around(self, children: list[Node]) -> Span:
        first, last = children[0], children[-1]
        assert isinstance(first, LazyNode)
        column = first.row.key_start if self.kind == "mapping" else first.row.indent
        return Span(first.line, column + 1, last.span.end_line, last.span.end_column)
