"""What objects of several kinds share: metadata without a namespace, warnings, free maps."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.model import Node, Problem


def cluster_wide_meta(metadata: Node, form: fields.Form, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``metadata`` of a kind without namespaces: a namespace in it is ignored."""
    namespace = metadata.get("namespace")
    for fault in validate_object_meta(metadata, form, minor=minor, generation_kept=True):
        if fault.node is not namespace:
            yield fault


def warning(node: Node, message: str, *, help: str = "", field: str = "") -> Problem:
    """Returns a warning of the API server; the object is accepted."""
    return Problem(node, message, rule="api-warning", help=help, field=field, severity="warning")


def entry_path(node: Node) -> str:
    """Returns the API server's path of an entry of a free map: its key is always in brackets."""
    parent = node.parent
    return f"{parent.path if parent is not None else ''}[{node.key}]"
