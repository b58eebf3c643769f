"""Commands that a help text offers, ready to be pasted: with the namespace of the object they are about."""

from __future__ import annotations

from stslint.kubernetes.queries.objects import namespace
from stslint.model import Node


def kubectl(arguments: str, root: Node) -> str:
    """Returns a kubectl command for an object, in its namespace if the manifest names it."""
    where = namespace(root)
    return f"kubectl {arguments}{f' -n {where}' if where else ''}"
