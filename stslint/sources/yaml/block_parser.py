"""Parses plain block YAML without libyaml: nine manifests in ten, in a third of libyaml's time.

Everything uncertain, above all a mistake, is left to libyaml. If this parser returns a tree, it is the same
as from libyaml's events, with the same positions; its tests compare the two on random texts. To rule this
parser out as the cause of a bug, set ``STSLINT_YAML=libyaml`` (see ``parser``).
"""

from __future__ import annotations

from stslint.model import Kind, Node, Scalar, Span
from stslint.sources.yaml.block_lines import BLANK, LineToken, line_token, shifted
from stslint.sources.yaml.lazy_nodes import LazyNode
from stslint.sources.yaml.syntax_error import Tree
from stslint.sources.yaml.value_tokens import ValueToken

_DEEPEST = 100


def read_plain(text: str, line: int, column: int) -> Tree | None:
    """Returns the tree of a text, or None where libyaml has to parse it.

    ``line`` and ``column`` are the place where the text begins in its file, counted from 1.
    """
    # Not printable are tabs, unusual line breaks, byte order marks, and characters that YAML forbids.
    if not text.replace("\n", "").isprintable():
        return None
    try:
        return Tree(_Reader(text, line, column - 1).root(), ())
    except _UncertainError:
        return None


class _UncertainError(Exception):
    """The text is not plain enough for this parser."""


class _OpenCollection:
    """A collection that is still open: a mapping has entries, a list has elements; columns count from 0."""

    __slots__ = ("column", "elements", "entries", "node")

    def __init__(
        self, node: Node, column: int, entries: dict[str, Node] | None, elements: list[Node]
    ) -> None:
        self.node = node
        self.column = column
        self.entries = entries
        self.elements = elements


class _Reader:
    """Folds line tokens into nodes; holds the open collections, and the key or index that has no value yet.

    ``_token`` and ``_token_line`` are the token and the line of that key or index.
    """

    __slots__ = ("_key", "_left", "_line", "_lines", "_open", "_token", "_token_line")

    def __init__(self, text: str, line: int, left: int) -> None:
        self._lines = text.split("\n")
        self._line, self._left = line, left
        self._open = [_OpenCollection(Node("sequence", [], Span(line, 1, line, 1)), -1, None, [])]
        self._key: str | int | None = 0
        self._token = BLANK
        self._token_line = line

    def root(self) -> Node | None:
        """Returns the root, or None for an empty text. Raises _UncertainError."""
        lines = self._lines
        number, last = 0, len(lines)
        while number < last:
            token = line_token(lines[number])
            if token is None:
                raise _UncertainError
            if token is not BLANK:
                if self._left:
                    token = shifted(token, self._left)
                header = self._consume_line(token, self._line + number)
                if header is not None:
                    number = self._add_block(header, number)
            number += 1
        return self._finish()

    def _finish(self) -> Node | None:
        if len(self._open) == 1:
            return None
        if self._key is not None:
            self._add_node("null", None)
        self._close_to(-1)
        root = self._open[0].elements[0]
        root.parent = root.key = None
        return root

    def _consume_line(self, token: LineToken, line: int) -> ValueToken | None:
        """Adds the nodes of a line; returns the header of a block scalar, whose text is on the next lines."""
        indent, after_dash, name, _, _, scalar = token
        if self._key is not None:
            self._flush_pending_key(indent, after_dash)
        if self._open[-1].column != indent:
            self._close_to(indent)
        if after_dash >= 0:
            self._start_item(token, line)
        if name is not None:
            self._start_entry(name, token, line)
        if scalar is None or scalar.style == "|":
            return scalar
        if scalar.kind == "sequence" or scalar.kind == "mapping":
            self._add_flow(scalar)
        else:
            self._add_node(scalar.kind, scalar.value, scalar.text, scalar.style)
        return None

    def _flush_pending_key(self, indent: int, after_dash: int) -> None:
        """Gives the pending key its value, now that the next line is known."""
        parent = self._open[-1]
        if indent > parent.column or (
            indent == parent.column and after_dash >= 0 and parent.entries is not None
        ):
            self._open_collection(after_dash < 0, indent)
        else:
            self._add_node("null", None)

    def _start_item(self, token: LineToken, line: int) -> None:
        parent = self._open[-1]
        if parent.entries is not None:
            raise _UncertainError
        self._key, self._token, self._token_line = len(parent.elements), token, line
        if token.key is not None:
            self._open_collection(True, token.after_dash)

    def _start_entry(self, name: str, token: LineToken, line: int) -> None:
        parent = self._open[-1]
        if parent.entries is None:
            # A list whose dashes are level with its key ends without a smaller indent.
            column = self._open.pop().column
            parent = self._open[-1]
            if parent.column != column:
                raise _UncertainError
        if parent.entries is None or name in parent.entries:
            raise _UncertainError
        self._key, self._token, self._token_line = name, token, line

    def _open_collection(self, mapping: bool, column: int) -> None:
        if len(self._open) > _DEEPEST:
            raise _UncertainError
        entries: dict[str, Node] | None = {} if mapping else None
        elements: list[Node] = []
        node = self._add_node("sequence", elements) if entries is None else self._add_node("mapping", entries)
        self._open.append(_OpenCollection(node, column, entries, elements))

    def _add_node(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        text: str = "",
        style: str = "",
        flow: bool = False,
    ) -> LazyNode:
        """Returns a new node, which becomes the value of the pending key."""
        parent, key = self._open[-1], self._key
        node = LazyNode(kind, value, self._token, self._token_line, key, parent.node, text, style, flow)
        if parent.entries is None:
            parent.elements.append(node)
        else:
            parent.entries[key] = node  # type: ignore[index]
        self._key = None
        return node

    def _close_to(self, indent: int) -> None:
        while self._open[-1].column > indent:
            self._open.pop()
        if self._open[-1].column != indent:
            raise _UncertainError

    def _add_flow(self, scalar: ValueToken) -> None:
        node = self._add_node(scalar.kind, {} if scalar.kind == "mapping" else [], flow=True)
        node.span = Span(node.line, scalar.start + 1, node.line, scalar.end + 1)
        _add_items(node, scalar, node.line)

    def _add_block(self, header: ValueToken, number: int) -> int:
        """Reads the block scalar whose header is on a line, and returns the number of its last line."""
        begin = number + 1
        end = self._end_of_block(begin)
        indent = _indent(next(line for line in self._lines[begin:end] if line.strip(" ")))
        text = "\n".join([line[indent:] for line in self._lines[begin:end]]).rstrip("\n")
        text = text if header.text == "|-" else f"{text}\n"
        node = self._add_node("string", text, text, "|")
        node.span = Span(node.line, header.start + 1, self._line + end, self._left + 1)
        return end - 1

    def _end_of_block(self, begin: int) -> int:
        """Returns the number of the line after a block scalar, which exists even if it is empty."""
        lines, blank = self._lines, ""
        end, last = begin, len(lines) - 1
        while end < last and not lines[end].strip(" "):
            blank = max(blank, lines[end])
            end += 1
        margin = " " * _indent(lines[min(end, last)])
        if len(margin) + self._left <= self._open[-1].column or len(blank) > len(margin):
            raise _UncertainError
        while end < last and (lines[end].startswith(margin) or not lines[end].strip(" ")):
            end += 1
        if end == last and lines[last]:
            raise _UncertainError
        return end


def _add_items(parent: Node, scalar: ValueToken, line: int) -> None:
    """Adds the items of a collection in brackets to its node."""
    for index, item in enumerate(scalar.items):
        kind, value, text, style, start, end, _, _ = item
        is_flow = kind == "mapping" or kind == "sequence"
        content: dict[str, Node] | list[Node] | Scalar = value
        if is_flow:
            content = {} if kind == "mapping" else []
        span = Span(line, start + 1, line, end + 1)
        node = Node(kind, content, span, index, None, parent, text, style, is_flow)
        if scalar.keys:
            name, key_start, key_end = scalar.keys[index]
            node.key, node.key_span = name, Span(line, key_start + 1, line, key_end + 1)
            parent.entries()[name] = node
        else:
            parent.elements().append(node)
        if item.items:
            _add_items(node, item, line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
