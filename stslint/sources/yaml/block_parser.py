"""The tree of a text of plain block YAML, without libyaml: most manifests, in a third of the time.

Whatever is not certain, a mistake above all, is left to libyaml: this reader has an answer or none, and its
answer is the tree that libyaml's events make, every place included.
"""

from __future__ import annotations

from stslint.model import Kind, Node, Scalar, Span
from stslint.sources.yaml.block_lines import BLANK, LineToken, ScalarToken, moved, row_of
from stslint.sources.yaml.lazy_nodes import LazyNode
from stslint.sources.yaml.syntax_error import Tree

_DEEPEST = 100


def read_plain(text: str, line: int, column: int) -> Tree | None:
    """Returns the tree of a text, or nothing where libyaml has to say what it means.

    ``line`` and ``column`` say where the text begins in its file, from 1.
    """
    # Neither tabs nor other breaks of lines, byte order marks and what YAML forbids are printable.
    if not text.replace("\n", "").isprintable():
        return None
    try:
        return Tree(_Reader(text, line, column - 1).root(), ())
    except _DoubtError:
        return None


class _DoubtError(Exception):
    """The text is not plain enough."""


class _Open:
    """A collection that is being read: a mapping has entries, a list has elements; columns count from 0."""

    __slots__ = ("column", "elements", "entries", "node")

    def __init__(
        self, node: Node, column: int, entries: dict[str, Node] | None, elements: list[Node]
    ) -> None:
        self.node = node
        self.column = column
        self.entries = entries
        self.elements = elements


class _Reader:
    """Folds rows into nodes; holds the open collections, and the key or the index that awaits its value.

    ``_row`` and ``_at`` are the row and the line of what awaits.
    """

    __slots__ = ("_at", "_key", "_left", "_line", "_lines", "_open", "_row")

    def __init__(self, text: str, line: int, left: int) -> None:
        self._lines = text.split("\n")
        self._line, self._left = line, left
        self._open = [_Open(Node("sequence", [], Span(line, 1, line, 1)), -1, None, [])]
        self._key: str | int | None = 0
        self._row = BLANK
        self._at = line

    def root(self) -> Node | None:
        """Returns the root, or nothing for a text without any. Raises _DoubtError."""
        lines = self._lines
        number, last = 0, len(lines)
        while number < last:
            row = row_of(lines[number])
            if row is None:
                raise _DoubtError
            if row is not BLANK:
                if self._left:
                    row = moved(row, self._left)
                mark = self._take(row, self._line + number)
                if mark is not None:
                    number = self._block(mark, number)
            number += 1
        return self._whole()

    def _whole(self) -> Node | None:
        if len(self._open) == 1:
            return None
        if self._key is not None:
            self._put("null", None)
        self._close(-1)
        root = self._open[0].elements[0]
        root.parent = root.key = None
        return root

    def _take(self, row: LineToken, line: int) -> ScalarToken | None:
        """Enters a row; returns the mark of a block scalar, whose text stands on the lines below."""
        indent, behind, name, _, _, cell = row
        if self._key is not None:
            self._await(indent, behind)
        if self._open[-1].column != indent:
            self._close(indent)
        if behind >= 0:
            self._item(row, line)
        if name is not None:
            self._name(name, row, line)
        if cell is None or cell.style == "|":
            return cell
        if cell.kind == "sequence" or cell.kind == "mapping":
            self._flow(cell)
        else:
            self._put(cell.kind, cell.value, cell.text, cell.style)
        return None

    def _await(self, indent: int, behind: int) -> None:
        """Gives the key its value, now that the next row is known."""
        above = self._open[-1]
        if indent > above.column or (indent == above.column and behind >= 0 and above.entries is not None):
            self._begin(behind < 0, indent)
        else:
            self._put("null", None)

    def _item(self, row: LineToken, line: int) -> None:
        above = self._open[-1]
        if above.entries is not None:
            raise _DoubtError
        self._key, self._row, self._at = len(above.elements), row, line
        if row.key is not None:
            self._begin(True, row.behind)

    def _name(self, name: str, row: LineToken, line: int) -> None:
        above = self._open[-1]
        if above.entries is None:
            # A list whose dashes stand under the key that it belongs to ends without a smaller indent.
            column = self._open.pop().column
            above = self._open[-1]
            if above.column != column:
                raise _DoubtError
        if above.entries is None or name in above.entries:
            raise _DoubtError
        self._key, self._row, self._at = name, row, line

    def _begin(self, mapping: bool, column: int) -> None:
        if len(self._open) > _DEEPEST:
            raise _DoubtError
        entries: dict[str, Node] | None = {} if mapping else None
        elements: list[Node] = []
        node = self._put("sequence", elements) if entries is None else self._put("mapping", entries)
        self._open.append(_Open(node, column, entries, elements))

    def _put(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        text: str = "",
        style: str = "",
        flow: bool = False,
    ) -> LazyNode:
        """Returns a new value, which is entered under the key that awaits one."""
        above, key = self._open[-1], self._key
        node = LazyNode(kind, value, self._row, self._at, key, above.node, text, style, flow)
        if above.entries is None:
            above.elements.append(node)
        else:
            above.entries[key] = node  # type: ignore[index]
        self._key = None
        return node

    def _close(self, indent: int) -> None:
        while self._open[-1].column > indent:
            self._open.pop()
        if self._open[-1].column != indent:
            raise _DoubtError

    def _flow(self, cell: ScalarToken) -> None:
        node = self._put(cell.kind, {} if cell.kind == "mapping" else [], flow=True)
        node.span = Span(node.line, cell.start + 1, node.line, cell.end + 1)
        for index, (kind, value, text, style, start, end, _) in enumerate(cell.items):
            span = Span(node.line, start + 1, node.line, end + 1)
            node.elements().append(Node(kind, value, span, index, None, node, text, style))

    def _block(self, mark: ScalarToken, number: int) -> int:
        """Reads the block scalar whose mark stands on a line, and returns the number of its last line."""
        begin = number + 1
        end = self._end_of_block(begin)
        indent = _indent(next(line for line in self._lines[begin:end] if line.strip(" ")))
        text = "\n".join([line[indent:] for line in self._lines[begin:end]]).rstrip("\n")
        text = text if mark.text == "|-" else f"{text}\n"
        node = self._put("string", text, text, "|")
        node.span = Span(node.line, mark.start + 1, self._line + end, self._left + 1)
        return end - 1

    def _end_of_block(self, begin: int) -> int:
        """Returns the number of the line that follows a block scalar, which is there even if it is empty."""
        lines, blank = self._lines, ""
        end, last = begin, len(lines) - 1
        while end < last and not lines[end].strip(" "):
            blank = max(blank, lines[end])
            end += 1
        margin = " " * _indent(lines[min(end, last)])
        if len(margin) + self._left <= self._open[-1].column or len(blank) > len(margin):
            raise _DoubtError
        while end < last and (lines[end].startswith(margin) or not lines[end].strip(" ")):
            end += 1
        if end == last and lines[last]:
            raise _DoubtError
        return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
