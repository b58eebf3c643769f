"""A manifest as a tree of nodes, each with its place in the file."""

from __future__ import annotations

from functools import lru_cache

from stslint.model.field_path import notation, steps
from stslint.model.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal, TypeAlias

Kind: TypeAlias = 'Literal["mapping", "sequence", "string", "integer", "float", "boolean", "null", "absent"]'
Scalar = str | int | float | bool | None

_RECENT_LISTS = 16
"""The paths of so many lists are remembered: a list can have thousands of elements with the same mistake."""


class Node:
    """One value of a manifest with its place, or the place where a value is absent.

    ``value`` is a ``dict[str, Node]`` for a mapping, a ``list[Node]`` for a sequence, the value that
    Kubernetes reads for a scalar, and ``None`` for null and for what is absent. ``text`` is a scalar as it
    is written, ``style`` its quotes (``'``, ``"``, ``|``, ``>``, or nothing). A node is true when it is
    present and not null, because Kubernetes reads null as absent; zero, ``false`` and ``""`` are present.
    """

    __slots__ = (
        "duplicates",
        "flow",
        "key",
        "key_span",
        "kind",
        "parent",
        "span",
        "style",
        "text",
        "value",
    )

    def __init__(
        self,
        kind: Kind,
        value: dict[str, Node] | list[Node] | Scalar,
        span: Span,
        key: str | int | None = None,
        key_span: Span | None = None,
        parent: Node | None = None,
        text: str = "",
        style: str = "",
        flow: bool = False,
    ) -> None:
        self.kind: Kind = kind
        self.value = value
        self.span = span
        self.key = key
        self.key_span = key_span
        self.parent = parent
        self.text = text
        self.style = style
        self.flow = flow
        self.duplicates: tuple[Node, ...] = ()

    def __bool__(self) -> bool:
        kind = self.kind
        return kind != "null" and kind != "absent"

    def __repr__(self) -> str:
        return f"Node({self.path or '.'} {self.kind} {self.text!r} at {self.span[0]}:{self.span[1]})"

    @property
    def present(self) -> bool:
        """Returns whether the manifest writes this value at all, even as null."""
        return self.kind != "absent"

    def get(self, step: str | int) -> Node:
        """Returns the child under a key or index, or an absent node in its place."""
        value = self.value
        if type(value) is dict:
            found = value.get(step)  # type: ignore[arg-type]
            if found is not None:
                return found
        elif type(value) is list and type(step) is int and 0 <= step < len(value):
            return value[step]
        missing: Node = _Absent()
        missing.key = step
        missing.parent = self
        return missing

    def at(self, path: str) -> Node:
        """Returns the node at a path such as ``spec.template.spec.containers[0].name``."""
        node = self
        for step in steps(path):
            value = node.value
            found = value.get(step) if type(value) is dict else None  # type: ignore[arg-type]
            if found is None and type(value) is not list:
                # As get does it: rules ask for more that is absent than for anything else.
                found = _Absent()
                found.key = step
                found.parent = node
            node = node.get(step) if found is None else found
        return node

    def value_or(self, default: Scalar) -> Scalar:
        """Returns the scalar, or ``default`` when it is absent, null or a collection."""
        value = self.value
        if value is None or isinstance(value, dict | list):
            return default
        return value

    def string(self, default: str = "") -> str:
        """Returns the value if it is a string, else ``default``."""
        value = self.value
        return value if isinstance(value, str) else default

    def integer(self, default: int = 0) -> int:
        """Returns the value if it is a whole number (``3.0`` counts), else ``default``."""
        value = self.value
        if isinstance(value, bool):
            return default
        if isinstance(value, int):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return default

    def boolean(self, default: bool = False) -> bool:
        """Returns the value if it is a boolean, else ``default``."""
        return self.value if isinstance(self.value, bool) else default

    def elements(self) -> list[Node]:
        """Returns the elements of a sequence; of anything else, none."""
        value = self.value
        return value if isinstance(value, list) else []

    def entries(self) -> dict[str, Node]:
        """Returns the entries of a mapping by key; of anything else, none."""
        value = self.value
        return value if isinstance(value, dict) else {}

    def strings(self) -> dict[str, str]:
        """Returns the entries of a mapping whose values are strings, as labels are."""
        return {key: node.value for key, node in self.entries().items() if isinstance(node.value, str)}

    def plain(self) -> dict[str, object] | list[object] | Scalar:
        """Returns the value as plain Python data; null entries of a mapping are omitted."""
        value = self.value
        if isinstance(value, dict):
            return {key: node.plain() for key, node in value.items() if node}
        if isinstance(value, list):
            return [node.plain() for node in value]
        return value

    def walk(self) -> Iterator[Node]:
        """Yields this node and all below it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            value = node.value
            if isinstance(value, dict):
                stack.extend(reversed(value.values()))
            elif isinstance(value, list):
                stack.extend(reversed(value))

    def under(self, parent: Node | None, value: dict[str, Node] | list[Node] | Scalar) -> Node:
        """Returns a node of the same key and place, under another parent and with another value."""
        place = (self.span, self.key, self.key_span, parent)
        return Node(self.kind, value, *place, self.text, self.style, self.flow)

    def map(
        self,
        make: Callable[[Node, Node | None], Node] | None = None,
        keep: Callable[[Node], bool] | None = None,
        parent: Node | None = None,
    ) -> Node:
        """Returns a new tree under ``parent``, with a node of its own for each node of this one.

        ``make(node, parent)`` returns the new node with the children, if any, that are then made in their
        turn; without it each is a copy. A child that ``keep`` does not accept is omitted with all below it.
        """
        result = make(self, parent) if make is not None else self.under(parent, self.value)
        value = result.value
        if isinstance(value, dict):
            kept = (child for child in value.values() if keep is None or keep(child))
            made = (child.map(make, keep, result) for child in kept)
            result.value = {str(child.key): child for child in made}
        elif isinstance(value, list):
            result.value = [child.map(make, keep, result) for child in value if keep is None or keep(child)]
        return result

    @property
    def root(self) -> Node:
        """Returns the node at the top of the document."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    @property
    def path(self) -> str:
        """Returns the path in the API server's own notation; the root's is empty.

        Keys of free maps (labels, annotations, limits) are in brackets when they are not plain words.
        """
        path = []
        node = self
        while node.parent is not None:
            path.append(notation(node.key))
            node = node.parent
            if type(node.value) is list:
                path.append(_path_of_list(node))
                break
        return "".join(reversed(path)).lstrip(".")

    @property
    def place(self) -> Span:
        """Returns the span to underline: a scalar itself, else the key of a block."""
        if self.kind == "absent" or self.kind not in ("mapping", "sequence"):
            return self.span
        if self.flow and self.span.line == self.span.end_line:
            return self.span
        if self.key_span is not None:
            return self.key_span
        return self._first_place()

    def _first_place(self) -> Span:
        if isinstance(self.value, dict):
            for child in self.value.values():
                if child.key_span is not None:
                    return child.key_span
        elif isinstance(self.value, list) and self.value:
            return self.value[0].place
        return self.span


class _Absent(Node):
    """What a collection does not hold: rules request more of these than a manifest has nodes."""

    __slots__ = ()

    kind: Kind = "absent"
    value = None
    key_span = None
    text = style = ""
    flow = False
    duplicates = ()

    __init__ = object.__init__  # an instance is made a million times: without a call of Python's

    def __bool__(self) -> bool:
        return False

    def get(self, step: str | int) -> Node:
        """Returns an absent node: there is nothing in what is absent."""
        missing: Node = _Absent()
        missing.key = step
        missing.parent = self
        return missing

    def string(self, default: str = "") -> str:
        """Returns ``default``."""
        return default

    def elements(self) -> list[Node]:
        """Returns no elements."""
        return []

    def entries(self) -> dict[str, Node]:
        """Returns no entries."""
        return {}

    @property
    def place(self) -> Span:
        """Returns the place of what could hold it."""
        node = self.parent
        while isinstance(node, _Absent):
            node = node.parent
        return _NOWHERE if node is None else node.place

    @property
    def span(self) -> Span:
        """Returns the place of what could hold it."""
        return self.place

    @span.setter
    def span(self, span: Span) -> None:
        raise AttributeError("what is absent has no place of its own")


_NOWHERE = Span(1, 1, 1, 1)


@lru_cache(maxsize=_RECENT_LISTS)
def _path_of_list(node: Node) -> str:
    return node.path
