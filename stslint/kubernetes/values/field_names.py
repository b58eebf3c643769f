"""How a field is called in a message."""

from __future__ import annotations

from stslint.model import Node


def label(node: Node) -> str:
    """Returns the name of the field that a node belongs to: the nearest key above, without indices."""
    at: Node | None = node
    while at is not None and not isinstance(at.key, str):
        at = at.parent
    return str(at.key) if at is not None else "document"
