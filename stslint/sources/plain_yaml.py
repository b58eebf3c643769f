"""The tree of a text of plain block YAML, without libyaml: most manifests, in half of the time.

Whatever is not certain, a mistake above all, is left to libyaml: this reader has an answer or none, and its
answer is the tree that libyaml's events make, every place included.
"""

from __future__ import annotations

from stslint.model import Kind, Node, Span
from stslint.sources.rows import BLANK, Cell, Row, row_of
from stslint.sources.syntax import Tree

_DEEPEST = 100


def read_plain(text: str, line: int, column: int) -> Tree | None:
    """Returns the tree of a text, or nothing where libyaml has to say what it means.

    ``line`` and ``column`` say where the text begins in its file, from 1.
    """
    # Neither tabs nor other breaks of lines, byte order marks and what YAML forbids are printable.
    if not text.replace("\n", "").isprintable():
        return None
    try:
        return Tree(_Reader(text, line, column).root(), ())
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
    """Folds rows into nodes; holds the open collections, and the key or the index that awaits its value."""

    __slots__ = ("_key", "_left", "_line", "_lines", "_open", "_place", "_span")

    def __init__(self, text: str, line: int, column: int) -> None:
        self._lines = text.split("\n")
        self._line, self._left = line, column
        self._place = Span(line, column, line, column)
        self._open = [_Open(Node("sequence", [], self._place), -1, None, [])]
        self._key: str | int | None = 0
        self._span: Span | None = None

    def root(self) -> Node | None:
        """Returns the root, or nothing for a text without any. Raises _DoubtError."""
        lines = self._lines
        number, last = 0, len(lines)
        while number < last:
            row = row_of(lines[number])
            if row is None:
                raise _DoubtError
            if row is not BLANK:
                mark = self._take(row, self._line + number)
                if mark is not None:
                    number = self._block(mark, number)
            number += 1
        return self._whole()

    def _whole(self) -> Node | None:
        if len(self._open) == 1:
            return None
        if self._key is not None:
            self._put(Node("null", None, self._place))
        self._close(-1)
        root = self._open[0].elements[0]
        root.parent = root.key = None
        return root

    def _take(self, row: Row, line: int) -> Cell | None:
        """Enters a row; returns the mark of a block scalar, whose text stands on the lines below."""
        indent, behind, name, start, end, cell = row
        if self._key is not None:
            self._await(indent, behind, line)
        if self._open[-1].column != indent:
            self._close(indent)
        if behind >= 0:
            self._item(name, behind, line)
        left = self._left
        if name is not None:
            self._name(name, _new(Span, (line, left + start, line, left + end)))
        if cell is None or cell.style == "|":
            column = left + 1 + (indent if name is None else end)
            self._place = _new(Span, (line, column, line, column))
            return cell
        kind, value, text, style, start, end, items = cell
        span = _new(Span, (line, left + start, line, left + end))
        if kind == "sequence" or kind == "mapping":
            self._put(self._flow(kind, items, span))
            return None
        above, key = self._open[-1], self._key
        node = Node(kind, value, span, key, self._span, above.node, text, style)
        if above.entries is None:
            above.elements.append(node)
        else:
            above.entries[key] = node  # type: ignore[index]
        self._key = None
        return None

    def _await(self, indent: int, behind: int, line: int) -> None:
        """Gives the key its value, now that the next row is known."""
        above = self._open[-1]
        if indent > above.column or (indent == above.column and behind >= 0 and above.entries is not None):
            self._begin(behind < 0, indent, line)
        else:
            self._put(Node("null", None, self._place))

    def _item(self, name: str | None, behind: int, line: int) -> None:
        above = self._open[-1]
        if above.entries is not None:
            raise _DoubtError
        self._key, self._span = len(above.elements), None
        if name is not None:
            self._begin(True, behind, line)

    def _name(self, name: str, span: Span) -> None:
        above = self._open[-1]
        if above.entries is None:
            # A list whose dashes stand under the key that it belongs to ends without a smaller indent.
            column = above.column
            self._end()
            above = self._open[-1]
            if above.column != column:
                raise _DoubtError
        if above.entries is None or name in above.entries:
            raise _DoubtError
        self._key, self._span = name, span

    def _begin(self, mapping: bool, column: int, line: int) -> None:
        above = self._open[-1]
        if len(self._open) > _DEEPEST:
            raise _DoubtError
        place = self._left + column
        entries: dict[str, Node] | None = {} if mapping else None
        elements: list[Node] = []
        value = elements if entries is None else entries
        kind: Kind = "sequence" if entries is None else "mapping"
        node = Node(kind, value, _new(Span, (line, place, line, place)), self._key, self._span, above.node)
        if above.entries is None:
            above.elements.append(node)
        else:
            above.entries[self._key] = node  # type: ignore[index]
        self._key = None
        self._open.append(_Open(node, column, entries, elements))

    def _put(self, node: Node) -> None:
        """Enters a value under the key that awaits one."""
        above, key = self._open[-1], self._key
        node.parent, node.key, node.key_span = above.node, key, self._span
        if above.entries is None:
            above.elements.append(node)
        else:
            above.entries[key] = node  # type: ignore[index]
        self._key = None

    def _close(self, indent: int) -> None:
        while self._open[-1].column > indent:
            self._end()
        if self._open[-1].column != indent:
            raise _DoubtError

    def _end(self) -> None:
        """Ends the innermost collection where its last value ends."""
        ended = self._open.pop()
        last = ended.elements[-1] if ended.entries is None else next(reversed(ended.entries.values()))
        ended.node.span = _new(Span, (*ended.node.span[:2], *last.span[2:]))

    def _flow(self, kind: Kind, items: tuple[Cell, ...], span: Span) -> Node:
        if kind == "mapping":
            return Node(kind, {}, span, flow=True)
        node = Node(kind, [], span, flow=True)
        for index, (kind, value, text, style, start, end, _) in enumerate(items):
            place = Span(span.line, self._left + start, span.line, self._left + end)
            node.elements().append(Node(kind, value, place, index, None, node, text, style))
        return node

    def _block(self, mark: Cell, number: int) -> int:
        """Reads the block scalar whose mark stands on a line, and returns the number of its last line."""
        begin = number + 1
        end = self._end_of_block(begin)
        indent = _indent(next(line for line in self._lines[begin:end] if line.strip(" ")))
        text = "\n".join([line[indent:] for line in self._lines[begin:end]]).rstrip("\n")
        text = text if mark.text == "|-" else f"{text}\n"
        span = Span(self._line + number, self._left + mark.start, self._line + end, self._left)
        self._put(Node("string", text, span, text=text, style="|"))
        return end - 1

    def _end_of_block(self, begin: int) -> int:
        """Returns the number of the line that follows a block scalar, which is there even if it is empty."""
        lines, blank = self._lines, ""
        end, last = begin, len(lines) - 1
        while end < last and not lines[end].strip(" "):
            blank = max(blank, lines[end])
            end += 1
        margin = " " * _indent(lines[min(end, last)])
        if len(margin) <= self._open[-1].column or len(blank) > len(margin):
            raise _DoubtError
        while end < last and (lines[end].startswith(margin) or not lines[end].strip(" ")):
            end += 1
        if end == last and lines[last]:
            raise _DoubtError
        return end


_new = tuple.__new__
"""Makes a span in half the time; each line has two."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
