"""Validation of a ServiceAccount, of which the API server checks the metadata alone.

Source: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes import names
from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.kubernetes.validation.whole_object import judged, warning
from stslint.model import Node, Problem

MOUNTABLE_ANNOTATION = "kubernetes.io/enforce-mountable-secrets"
MOUNTABLE_DEPRECATED_MINOR = 32


def validate_service_account(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the faults of a ServiceAccount, or the API server's warnings if it has none."""
    metadata = root.get("metadata")
    faults = validate_object_meta(metadata, names.dns_subdomain, generation_kept=True)
    return judged(faults, _warnings(metadata, minor))


def _warnings(metadata: Node, minor: int) -> Iterator[Problem]:
    annotation = metadata.get("annotations").get(MOUNTABLE_ANNOTATION)
    if annotation.present and minor >= MOUNTABLE_DEPRECATED_MINOR:
        message = f"the annotation `{MOUNTABLE_ANNOTATION}` is deprecated"
        yield warning(annotation, message, help="keep Secrets apart by namespaces")
