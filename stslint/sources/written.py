"""Nodes that know the row and the line they are written on, and work out their spans when somebody asks.

Few are ever asked: a span is for a finding, and to make two for each line took half of the memory of a tree.
"""

from __future__ import annotations

from stslint.model import Kind, Node, Scalar, Span
from stslint.sources.rows import Row


class Written(Node):
    """A node of plain YAML. Its row and line are those of its key, or of the dash before it."""

    __slots__ = ("line", "row")

    duplicates = ()

    def __init__(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        row: Row,
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

    def __getattr__(self, name: str) -> Span | None:
        # Python asks here for what is not set yet.
        if name == "span":
            self.span = self._where()
            return self.span
        if name == "key_span":
            self.key_span = self._key_where() if isinstance(self.key, str) else None
            return self.key_span
        raise AttributeError(name)

    def _key_where(self) -> Span:
        return Span(self.line, self.row.key_start + 1, self.line, self.row.key_end + 1)

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
        assert isinstance(first, Written)
        column = first.row.key_start if self.kind == "mapping" else first.row.indent
        return Span(first.line, column + 1, last.span.end_line, last.span.end_column)
