"""Parses plain block YAML without libyaml: nine manifests in ten, in a third of libyaml's time.

Everything uncertain, above all a mistake, is left to libyaml. If this parser returns a tree, it is the same
as from libyaml's events, with the same positions; its tests compare the two on random texts. To rule this
parser out as the cause of a bug, set ``STSLINT_YAML=libyaml`` (see ``parser``).
"""

from __future__ import annotations

from stslint.model import Node, Scalar, Span
from stslint.sources.yaml.block_lines import BLANK, LineToken, line_token, shifted
from stslint.sources.yaml.lazy_nodes import LazyNode, lazy_node
from stslint.sources.yaml.syntax_error import Tree
from stslint.sources.yaml.value_tokens import NO_VALUE, ValueToken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

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


_Open: TypeAlias = "tuple[Node, int, dict[str, Node] | None, list[Node] | None]"
"""An open collection, the column of its keys or dashes, counted from 0, and its entries or its elements."""


class _Reader:
    """Folds line tokens into nodes.

    ``_parent``, ``_column``, ``_entries`` and ``_elements`` are those of the innermost open collection, and
    ``_outer`` has the ones around it. ``_pending`` is the last line's node if it has no value: the next line
    shows whether it is a collection or null.
    """

    __slots__ = (
        "_column",
        "_elements",
        "_entries",
        "_left",
        "_line",
        "_lines",
        "_outer",
        "_parent",
        "_pending",
    )

    def __init__(self, text: str, line: int, left: int) -> None:
        self._lines = text.split("\n")
        self._line, self._left = line, left
        self._outer: list[_Open] = []
        self._enter((Node("sequence", [], Span(line, 1, line, 1)), -1, None, []))
        self._pending: LazyNode | None = lazy_node(BLANK, line, 0, self._parent, NO_VALUE)

    def root(self) -> Node | None:
        """Returns the root, or None for an empty text. Raises _UncertainError."""
        lines, left = self._lines, self._left
        root, number, last = self._pending, 0, len(lines)
        while number < last:
            token = line_token(lines[number])
            if token is None:
                raise _UncertainError
            if token is not BLANK:
                number = self._consume_line(shifted(token, left) if left else token, number)
            number += 1
        if root is None or root is self._pending:
            return None
        root.parent = root.key = None
        return root

    def _consume_line(self, token: LineToken, number: int) -> int:
        """Adds the nodes of a line, and returns the number of the last line that belongs to them."""
        indent, after_dash, name, _, _, content = token
        if self._pending is not None:
            self._settle(self._pending, indent, after_dash >= 0)
        if self._column != indent:
            self._close_to(indent)
        line = self._line + number
        if after_dash >= 0:
            node = self._add_element(token, line)
        if name is not None:
            entries = self._leave_list() if self._entries is None else self._entries
            if name in entries:
                raise _UncertainError
            node = entries[name] = lazy_node(token, line, name, self._parent, content)
        if content is NO_VALUE:
            self._pending = node
        elif node.value is None and content.kind != "null":
            return self._add_content(node, content, number)
        return number

    def _settle(self, node: LazyNode, indent: int, is_element: bool) -> None:
        """Makes the pending node a collection if the next line is in it; else it stays null."""
        self._pending = None
        level_list = is_element and indent == self._column and self._entries is not None
        if indent > self._column or level_list:
            self._open(node, indent, is_mapping=not is_element)

    def _open(self, node: Node, column: int, is_mapping: bool) -> None:
        if len(self._outer) >= _DEEPEST:
            raise _UncertainError
        self._outer.append((self._parent, self._column, self._entries, self._elements))
        if is_mapping:
            entries: dict[str, Node] = {}
            node.kind, node.value = "mapping", entries
            self._enter((node, column, entries, None))
        else:
            elements: list[Node] = []
            node.kind, node.value = "sequence", elements
            self._enter((node, column, None, elements))

    def _enter(self, collection: _Open) -> None:
        self._parent, self._column, self._entries, self._elements = collection

    def _close_to(self, indent: int) -> None:
        column = self._column
        while column > indent:
            parent, column, entries, elements = self._outer.pop()
        if column != indent:
            raise _UncertainError
        self._enter((parent, column, entries, elements))

    def _leave_list(self) -> dict[str, Node]:
        """Ends a list whose dashes are level with its key; returns the entries of the mapping around it."""
        parent, column, entries, elements = self._outer.pop()
        if column != self._column or entries is None:
            raise _UncertainError
        self._enter((parent, column, entries, elements))
        return entries

    def _add_element(self, token: LineToken, line: int) -> LazyNode:
        """Returns a new element of the innermost list; if a key is after its dash, a mapping that is open."""
        elements, is_mapping = self._elements, token.key is not None
        if elements is None:
            raise _UncertainError
        content = NO_VALUE if is_mapping else token.scalar
        node = lazy_node(token, line, len(elements), self._parent, content)
        elements.append(node)
        if is_mapping:
            self._open(node, token.after_dash, is_mapping=True)
        return node

    def _add_content(self, node: LazyNode, content: ValueToken, number: int) -> int:
        """Gives a node its brackets or its block scalar, and returns the number of its last line."""
        if content.style == "|":
            return self._add_block(node, content, number)
        node.value, node.flow = {} if content.kind == "mapping" else [], True
        _add_items(node, content, node.line)
        return number

    def _add_block(self, node: LazyNode, header: ValueToken, number: int) -> int:
        """Reads the block scalar whose header is on a line, and returns the number of its last line."""
        begin = number + 1
        end = self._end_of_block(begin)
        indent = _indent(next(line for line in self._lines[begin:end] if line.strip(" ")))
        text = "\n".join([line[indent:] for line in self._lines[begin:end]]).rstrip("\n")
        node.value = node.text = text if header.text == "|-" else f"{text}\n"
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
        if len(margin) + self._left <= self._column or len(blank) > len(margin):
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
