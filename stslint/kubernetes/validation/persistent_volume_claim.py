"""Validation of a standalone PersistentVolumeClaim.

Source:
https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation.claim import (
    validate_claim_spec,
    warn_of_claim_annotation,
    warn_of_claim_spec,
)
from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

# The first minor that warns about each.
SIZE_MINOR = 26
ANNOTATION_MINOR = 28


def validate_persistent_volume_claim(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a claim."""
    metadata = root.get("metadata")
    yield from validate_object_meta(metadata, names.dns_subdomain, minor=minor, generation_kept=True)
    yield from validate_claim_spec(root.get("spec"), minor, own_object=True)


def warn_of_persistent_volume_claim(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a claim that has no problems."""
    if minor >= ANNOTATION_MINOR:
        yield from warn_of_claim_annotation(root.get("metadata"))
    if minor >= SIZE_MINOR:
        yield from warn_of_claim_spec(root.get("spec"), field="spec")
