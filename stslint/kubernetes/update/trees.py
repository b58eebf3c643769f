"""Small changes of a tree that stands for a stored object: fields that the API server fills in or drops."""

from __future__ import annotations

from stslint.kubernetes.update.defaults import is_stored
from stslint.model import Kind, Node

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None

_KINDS: dict[type, Kind] = {
    dict: "mapping",
    list: "sequence",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "float",
    type(None): "null",
}


def stored_copy(root: Node) -> Node:
    """Returns a copy of a manifest without what the API server does not store: null fields."""
    return root.map(keep=is_stored)


def put(parent: Node, key: str | int, value: Plain) -> Node:
    """Sets a field of a mapping, or adds an element to a list, and returns its node."""
    node = Node(_KINDS[type(value)], None, parent.span, key=key, parent=parent)
    if isinstance(value, dict):
        node.value = {}
        for name, each in value.items():
            put(node, name, each)
    elif isinstance(value, list):
        node.value = []
        for index, each in enumerate(value):
            put(node, index, each)
    else:
        node.value = value
    if isinstance(parent.value, list):
        parent.value.append(node)
    else:
        parent.value = {**parent.entries(), str(key): node}
    return node


def put_default(parent: Node, key: str, value: Plain, *, or_empty: bool = False) -> None:
    """Sets a field that is absent or null, or with ``or_empty`` an empty text."""
    node = parent.get(key)
    if parent.kind == "mapping" and (not node or (or_empty and node.value == "")):
        put(parent, key, value)


def drop(parent: Node, *keys: str) -> None:
    """Removes fields of a mapping."""
    if parent.kind == "mapping":
        parent.value = {key: child for key, child in parent.entries().items() if key not in keys}


def texts(node: Node) -> list[str]:
    """Returns the elements of a list of texts."""
    return [element.string() for element in node.elements()]
