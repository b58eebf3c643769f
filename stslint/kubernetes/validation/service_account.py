"""Validation of a ServiceAccount, of which the API server only checks the metadata.

Source: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.kubernetes.validation.whole_object import warning
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

MOUNTABLE_ANNOTATION = "kubernetes.io/enforce-mountable-secrets"
MOUNTABLE_DEPRECATED_MINOR = 32


def validate_service_account(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a ServiceAccount."""
    metadata = root.get("metadata")
    return validate_object_meta(metadata, names.dns_subdomain, minor=minor, generation_kept=True)


def warn_of_service_account(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a ServiceAccount that has no problems."""
    annotation = root.get("metadata").get("annotations").get(MOUNTABLE_ANNOTATION)
    if annotation.present and minor >= MOUNTABLE_DEPRECATED_MINOR:
        message = f"the annotation `{MOUNTABLE_ANNOTATION}` is deprecated"
        yield warning(annotation, message, help="separate Secrets by namespace")
