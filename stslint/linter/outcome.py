"""What a run of the rules has found, and how findings are ordered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from stslint.linter.settings import Settings
from stslint.model import (
    Bundle,
    Document,
    Finding,
    Reference,
    Unchecked,
)
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import abbreviated


def is_fragment(document: Document, settings: Settings) -> bool:
    """Returns whether a document is checked as a fragment of a manifest."""
    return document.fragment and not settings.complete


LONGEST_NAME = 300
"""Characters of an object's name that each finding repeats; a valid one has at most 253."""

_RECENT = 4
"""The references to so many objects are remembered: an object can have thousands of findings."""


class Outcome(NamedTuple):
    """What a run has found: findings in the order of the files, and what could not be checked."""

    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...] = ()


def in_order(findings: Iterable[Finding], bundle: Bundle) -> tuple[Finding, ...]:
    """Returns findings in the order of a bundle's files and their lines."""
    order: dict[str, int] = {}
    for document in bundle.documents:
        order.setdefault(document.source.name, len(order))
    return tuple(sorted(findings, key=lambda f: (order[f.file], *f.span[:2], f.rule, f.field)))


@lru_cache(maxsize=_RECENT)
def reference(document: Document) -> Reference | None:
    """Returns which object a document is, as far as it says."""
    if not document.kind and not document.name:
        return None
    kind, namespace, name = (
        abbreviated(each, LONGEST_NAME) for each in (document.kind, document.namespace, document.name)
    )
    return Reference(kind, namespace or None, name or None)
