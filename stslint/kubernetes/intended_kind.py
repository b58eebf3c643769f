"""Which kind a document was meant to have, where its `kind` is mistyped."""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.schema.kinds import SHORT_NAMES
from stslint.kubernetes.verdict import intended_kind
from stslint.model import Document, Node
from stslint.text.suggest import nearest

STATEFUL_SET = "StatefulSet"


@lru_cache
def _is_near(kind: str) -> bool:
    return bool(nearest(kind, (STATEFUL_SET,)))


def _may_be_under_another_key(root: Node) -> bool:
    """Returns whether a field of an object without a kind has a value that means a StatefulSet."""
    values = {field.string() for field in root.entries().values()}
    return any(SHORT_NAMES.get(value.lower()) == STATEFUL_SET or _is_near(value) for value in values)


def is_meant_as_stateful_set(document: Document, version: str) -> bool:
    """Returns whether a document is a StatefulSet, or is refused as one whose `kind` is mistyped."""
    if document.kind == STATEFUL_SET:
        return True
    if not (_is_near(document.kind) if document.kind else _may_be_under_another_key(document.root)):
        return False
    return intended_kind(document.root, version) == STATEFUL_SET
