"""Reads JSON into a tree of nodes with their places, as Go's decoder reads it.

A YAML parser rejects JSON that the API server accepts: escaped surrogate pairs, which `json.dumps` writes for
every character above U+FFFF, keys of more than 1,024 characters, a line break before a colon, and DEL.

Source: https://www.rfc-editor.org/rfc/rfc8259 and https://pkg.go.dev/encoding/json
"""

from __future__ import annotations

import json

from stslint.model import Kind, Node, Scalar, Span
from stslint.runtime.lazy_regex import pattern
from stslint.sources.yaml.scalars import resolve_json
from stslint.sources.yaml.syntax_error import Tree, YamlError
from stslint.text.lines import line_starts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

MAXIMUM_DEPTH = 500
"""No Kubernetes object is nested deeper; the API server's own limit is 10,000."""

_WHITESPACE = pattern(r"[ \t\r\n]*")
_TOKEN = pattern(
    r'(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")'
    r"|(?P<literal>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)"
    r"|(?P<mark>[{}\[\],:])"
)
_SURROGATE = pattern("[\ud800-\udfff]")


def json_values(text: str) -> list[tuple[int, int]]:
    """Returns the offsets of the JSON values in a text; none if Go's decoder does not read all of them."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_reject)
    found: list[tuple[int, int]] = []
    start = _after_whitespace(text, 0)
    if not text.startswith("{", start):
        return []
    while start < len(text):
        try:
            _, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return []
        found.append((start, end))
        start = _after_whitespace(text, end)
    return found


def _reject(constant: str) -> NoReturn:
    raise ValueError(constant)


def _after_whitespace(text: str, position: int) -> int:
    found = _WHITESPACE.match(text, position)
    return found.end() if found else position


def tree_of_json(text: str, line: int, column: int, indent: int = 0) -> Tree:
    """Returns the tree of one JSON value, whose text begins ``indent`` characters after a line's beginning.

    ``line`` and ``column`` are the place of that beginning in the file, from 1. Raises YamlError.
    """
    return _Reader(text, line, column, indent).read()


_VALUE, _FIRST_VALUE, _KEY, _FIRST_KEY, _COLON, _NEXT = range(6)
"""What is expected: a value, a value or `]`, a key, a key or `}`, a colon, a comma or the end."""

_VALUES, _KEYS = (_VALUE, _FIRST_VALUE), (_KEY, _FIRST_KEY)


class _Reader:
    """Turns tokens into nodes; holds the open collections with their duplicates, and the pending key."""

    def __init__(self, text: str, line: int, column: int, indent: int) -> None:
        self._text, self._line, self._column, self._indent = text, line, column, indent
        self._starts = [*line_starts(text), len(text) + 1]
        self._row = 0
        self._open: list[tuple[Node, list[Node]]] = []
        self._key: tuple[str, Span] | None = None
        self._expected = _VALUE
        self._root: Node | None = None

    def read(self) -> Tree:
        """Returns the tree. Raises YamlError at the first token that is not allowed."""
        position, handlers = 0, {"string": self._string, "literal": self._literal, "mark": self._mark}
        while self._root is None or self._open:
            start = _after_whitespace(self._text, position)
            token = _TOKEN.match(self._text, start)
            if token is None:
                self._fail(start)
            position = token.end()
            handlers[str(token.lastgroup)](start, position)
        if _after_whitespace(self._text, position) < len(self._text):
            self._fail(position)
        return Tree(self._root or None, ())

    def _string(self, start: int, end: int) -> None:
        text = self._text[start + 1 : end - 1]
        if "\\" in text:
            text = _SURROGATE.sub("\ufffd", json.loads(self._text[start:end]))
        if self._expected in _KEYS:
            self._key = (text, self._span(start, end))
            self._expected = _COLON
        else:
            self._scalar("string", text, text, '"', start, end)

    def _literal(self, start: int, end: int) -> None:
        text = self._text[start:end]
        self._scalar(*resolve_json(text), text, "", start, end)

    def _scalar(self, kind: Kind, value: Scalar, text: str, style: str, start: int, end: int) -> None:
        self._attach(Node(kind, value, self._span(start, end), text=text, style=style), start)
        self._expected = _NEXT

    def _mark(self, start: int, end: int) -> None:
        mark = self._text[start]
        if mark in "{[":
            self._begin("mapping" if mark == "{" else "sequence", start)
        elif mark in "}]":
            self._close(mark, start)
        elif mark == ":" and self._expected == _COLON:
            self._expected = _VALUE
        elif mark == "," and self._expected == _NEXT and self._open:
            self._expected = _KEY if self._open[-1][0].kind == "mapping" else _VALUE
        else:
            self._fail(start)

    def _begin(self, kind: Kind, start: int) -> None:
        if len(self._open) >= MAXIMUM_DEPTH:
            self._fail(start, f"nested deeper than {MAXIMUM_DEPTH} levels, which no Kubernetes object is")
        node = Node(kind, {} if kind == "mapping" else [], self._span(start, start + 1), flow=True)
        self._attach(node, start)
        self._open.append((node, []))
        self._expected = _FIRST_KEY if kind == "mapping" else _FIRST_VALUE

    def _close(self, mark: str, start: int) -> None:
        allowed = (_FIRST_KEY, _NEXT) if mark == "}" else (_FIRST_VALUE, _NEXT)
        kind = "mapping" if mark == "}" else "sequence"
        if not self._open or self._open[-1][0].kind != kind or self._expected not in allowed:
            self._fail(start)
        node, duplicates = self._open.pop()
        end = self._span(start, start + 1)
        node.span = Span(node.span.line, node.span.column, end.end_line, end.end_column)
        node.duplicates = tuple(duplicates)
        self._expected = _NEXT

    def _attach(self, node: Node, start: int) -> None:
        if self._expected not in _VALUES:
            self._fail(start)
        if not self._open:
            self._root = node
            return
        parent, duplicates = self._open[-1]
        node.parent = parent
        if isinstance(parent.value, list):
            node.key = len(parent.value)
            parent.value.append(node)
        elif self._key is not None:
            node.key, node.key_span = self._key
            if parent.entries().setdefault(self._key[0], node) is not node:
                duplicates.append(node)
            self._key = None

    def _span(self, start: int, end: int) -> Span:
        """Returns the span of a token, which is on one line. Tokens are asked for in their order."""
        while self._starts[self._row + 1] <= start:
            self._row += 1
        left = self._column - self._starts[self._row] + (0 if self._row else self._indent)
        line = self._line + self._row
        return Span(line, left + start, line, left + end)

    def _fail(self, start: int, message: str = "") -> NoReturn:
        found = self._text[start : start + 1]
        message = message or (
            f"`{found}` is not valid JSON here" if found else "the JSON value is not closed"
        )
        raise YamlError(message, self._span(min(start, len(self._text)), start + 1))
