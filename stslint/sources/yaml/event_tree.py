"""Builds a tree of nodes from libyaml's events, with the position of every key and value.

Positions come only from libyaml's marks; nothing is searched for in the text. Where the C parser is missing,
ruamel.yaml's Python parser gives the same events.
"""

from __future__ import annotations

from stslint.model import Kind, Node, Problem, Scalar, Span
from stslint.sources.yaml import event as event_kinds
from stslint.sources.yaml import libyaml_events
from stslint.sources.yaml.anchors import Anchors
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.error_messages import as_yaml_error
from stslint.sources.yaml.hidden_characters import HIDDEN_COLON, hidden
from stslint.sources.yaml.marks import Places
from stslint.sources.yaml.scalars import key_text, resolve_plain, resolve_tagged
from stslint.sources.yaml.syntax_error import Tree, YamlError, syntax_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MAXIMUM_DEPTH = 500
"""Deeper than any Kubernetes object goes; the API server's own limit is 10,000."""


def tree_of(chunk: Chunk, line: int, column: int) -> Tree:
    """Returns the tree of one document that begins at a line and a column of its file, counted from 1.

    Raises YamlError when the text does not parse.
    """
    try:
        return _Builder(chunk, line, column).build()
    except YamlError as error:
        if not error.flow_colon or HIDDEN_COLON in chunk.text:
            raise
        return _Builder(chunk, line, column, hide_colons=True).build()


_INVALID_KEY = "\0"
_BATCH = 2000
"""Events that are read before nodes are made of them: for a text with a mistake in them, none are made."""


class _Builder:
    """Folds events into nodes; holds the open collections and nothing else."""

    def __init__(self, chunk: Chunk, first_line: int, first_column: int, hide_colons: bool = False) -> None:
        self._chunk = chunk
        self._hidden = hidden(chunk.text, hide_colons)
        self._places = Places(chunk.text, first_line, first_column)
        self._root: Node | None = None
        self._open: list[Node] = []
        self._keys: list[tuple[str, Span] | None] = []
        self._repeats: list[list[Node]] = []
        self._anchors = Anchors()
        self._problems: list[Problem] = []

    def build(self) -> Tree:
        handlers = (self._scalar, self._mapping, self._sequence, self._end, self._alias)
        try:
            for events in self._batches():
                for event in events:
                    if event[0] != event_kinds.OTHER:
                        handlers[event[0]](event)
        except YamlError:
            raise
        except Exception as error:
            raise as_yaml_error(error, self._hidden.text, self._places) from None
        return Tree(self._root if self._root else None, tuple(self._problems))

    def _batches(self) -> Iterator[list[event_kinds.Event]]:
        """Yields the events; those just before an error of libyaml only if the tree may have one in them."""
        batch: list[event_kinds.Event] = []
        next_event = libyaml_events.events(self._hidden.text)
        try:
            while (event := next_event())[0] != event_kinds.FINISH:
                batch.append(event)
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        except Exception as error:
            from stslint.sources.yaml.tree_errors import may_precede  # only a broken file pays for it

            if may_precede(error, self._chunk.text):
                yield batch
            raise
        yield batch

    def _scalar(self, event: event_kinds.Event) -> None:
        _, start, end, anchor, tag, text, style = event
        span = self._places.span(start, end)
        style = style or ""
        if self._hidden.shown:
            text = self._hidden.restored(text)
        is_key = bool(self._open) and self._open[-1].kind == "mapping" and self._keys[-1] is None
        kind, value = self._resolve(tag, text, style, span, is_key)
        if is_key:
            self._key(kind, value, text, style, span)
            if anchor is not None:
                self._anchors.name(anchor, Node(kind, value, span, text=text, style=style))
            return
        self._attach(Node(kind, value, span, None, None, None, text, style), anchor)

    def _resolve(self, tag: Any, text: str, style: str, span: Span, is_key: bool) -> tuple[Kind, Scalar]:
        if tag is not None:
            try:
                return resolve_tagged(self._hidden.restored(str(tag)), text)
            except ValueError as error:
                raise YamlError(str(error), span) from None
        if style:
            return "string", text
        kind, value = resolve_plain(text)
        # As a key, such a number is turned into text.
        if kind == "float" and not is_key and (value != value or value in (float("inf"), float("-inf"))):
            raise YamlError(
                f"`{text}` is not allowed: Kubernetes converts YAML to JSON, which has no such number", span
            )
        return kind, value

    def _key(self, kind: Kind, value: Scalar, text: str, style: str, span: Span) -> None:
        key = key_text(kind, value, text)
        if key is None:
            self._problems.append(
                syntax_problem(span, f"`{text}` cannot be a key: Kubernetes requires a string")
            )
            key = _INVALID_KEY
        elif key == "<<" and not style:
            key = _MERGE
        self._keys[-1] = (key, span)

    def _mapping(self, event: event_kinds.Event) -> None:
        _, start, end, anchor, _, _, flow = event
        self._start(Node("mapping", {}, self._places.span(start, end), flow=bool(flow)), anchor)

    def _sequence(self, event: event_kinds.Event) -> None:
        _, start, end, anchor, _, _, flow = event
        self._start(Node("sequence", [], self._places.span(start, end), flow=bool(flow)), anchor)

    def _start(self, node: Node, anchor: str | None) -> None:
        if len(self._open) >= MAXIMUM_DEPTH:
            message = f"nested deeper than {MAXIMUM_DEPTH} levels, which is not a Kubernetes object"
            raise YamlError(message, node.span, is_size=True)
        in_key = self._open and self._open[-1].kind == "mapping" and self._keys[-1] is None
        if in_key:
            self._problems.append(_invalid_key(node))
            self._open.append(node)
        else:
            self._attach(node, anchor, complete=False)
            self._open.append(node)
        self._keys.append(None)
        self._repeats.append([])

    def _end(self, event: event_kinds.Event) -> None:
        node = self._open.pop()
        self._keys.pop()
        node.duplicates = tuple(self._repeats.pop())
        closed = node.flow and event[2] is not None
        node.span = self._closed(node, event) if closed else _block_span(node)
        if node.parent is None and self._open:
            self._keys[-1] = (_INVALID_KEY, node.span)
        elif node.key == _MERGE and node.parent is not None:
            self._merge(node.parent, node)

    def _closed(self, node: Node, event: event_kinds.Event) -> Span:
        end = self._places.span(event[1], event[2])
        return Span(node.span.line, node.span.column, end.end_line, end.end_column)

    def _alias(self, event: event_kinds.Event) -> None:
        _, start, end, anchor, *_ = event
        span = self._places.span(start, end)
        target = self._anchors.target(anchor, span)
        if any(node is target for node in self._open):
            raise YamlError(f"the anchor `&{anchor}` contains an alias of itself", span)
        if self._open and self._open[-1].kind == "mapping" and self._keys[-1] is None:
            scalar = None if isinstance(target.value, dict | list) else target.value
            key = key_text(target.kind, scalar, target.text)
            self._anchors.repeat(len(target.text), span)
            self._keys[-1] = (key or _INVALID_KEY, span)
            return
        copy = self._anchors.copy(target, span)
        copy.span = span if target.kind not in ("mapping", "sequence") else copy.span
        self._attach(copy, None)

    def _attach(self, node: Node, anchor: str | None, complete: bool = True) -> None:
        self._anchors.count()
        self._anchors.name(anchor, node)
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        node.parent = parent
        if isinstance(parent.value, list):
            node.key = len(parent.value)
            node.key_span = None
            parent.value.append(node)
            return
        pending = self._keys[-1]
        self._keys[-1] = None
        if pending is not None:
            self._enter(parent, node, *pending, complete)

    def _enter(self, parent: Node, node: Node, key: str, key_span: Span, complete: bool) -> None:
        entries = parent.entries()
        node.key, node.key_span = key, key_span
        if key == _MERGE:
            # The content of a collection is known only at its end.
            if complete:
                self._merge(parent, node)
        elif key in entries:
            self._repeats[-1].append(node)
        elif key != _INVALID_KEY:
            entries[key] = node

    def _merge(self, parent: Node, node: Node) -> None:
        maps = node.elements() if node.kind == "sequence" else [node]
        entries = parent.entries()
        for merged in reversed(maps):
            if merged.kind != "mapping":
                raise YamlError("`<<` can merge only mappings", merged.span)
            for key, child in merged.entries().items():
                child.parent = parent
                if key in entries:
                    self._repeats[-1].append(child)
                else:
                    entries[key] = child


_MERGE = "\0<<"


def _block_span(node: Node) -> Span:
    """Returns a block collection's span up to its last value; libyaml's ends only at the next token."""
    last = node
    while last.kind in ("mapping", "sequence") and last.value and not last.flow:
        value = last.value
        last = value[-1] if isinstance(value, list) else list(value.values())[-1]  # type: ignore[union-attr]
    if last is node:
        return node.span
    return Span(node.span.line, node.span.column, last.span.end_line, last.span.end_column)


def _invalid_key(node: Node) -> Problem:
    span = node.span
    if node.flow:
        return syntax_problem(
            Span(span.line, span.column, span.line, span.column + 1),
            "a mapping cannot be a key; `{{` without quotes starts one",
            "render the template first, or quote the value",
        )
    return syntax_problem(span.start, "a mapping or a list cannot be a key")
