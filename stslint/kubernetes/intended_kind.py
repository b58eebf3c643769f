"""Which kind a document was meant to have, where its `kind` is mistyped."""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.verdict import intended_kind
from stslint.model import Document
from stslint.text.suggest import nearest

STATEFUL_SET = "StatefulSet"


@lru_cache
def _is_near(kind: str) -> bool:
    return bool(nearest(kind, (STATEFUL_SET,)))


def is_meant_as_stateful_set(document: Document, version: str) -> bool:
    """Returns whether a document is a StatefulSet, or is refused as one whose `kind` is mistyped."""
    if document.kind == STATEFUL_SET:
        return True
    if document.kind and not _is_near(document.kind):
        return False
    return intended_kind(document.root, version) == STATEFUL_SET
