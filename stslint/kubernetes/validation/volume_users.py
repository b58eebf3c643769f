"""The `user` of files in volumes, which Kubernetes 1.37 has behind a gate that is off by default.

The API server removes the field from one source only, and validates what it left in the others. Source:
https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ (AtomicWriteVolumeUserFields)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.kubernetes.validation import fields
from stslint.model import Node, Problem

USERS_MINOR = 37
LARGEST_USER = 2**31 - 1

# In the order in which the API server looks for the source that it removes the field from.
_VOLUME_SOURCES = ("secret", "configMap", "downwardAPI", "projected")
_PROJECTIONS = (
    "secret",
    "downwardAPI",
    "configMap",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
)


def validate_volume_users(volume: Node, kind: str, minor: int) -> Iterator[Problem]:
    """Yields the problems of the users that the source ``kind`` of a volume keeps."""
    if minor >= USERS_MINOR and kind in _kept(volume, _VOLUME_SOURCES):
        yield from _in_range(volume.get(kind).get("defaultUser"))
        yield from _item_users(volume.get(kind), kind)


def validate_projection_users(projection: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of the users that the sources of an element of ``sources`` keep."""
    if minor < USERS_MINOR:
        return
    for kind in _kept(projection, _PROJECTIONS):
        yield from _in_range(projection.get(kind).get("user"))
        yield from _item_users(projection.get(kind), kind)


def _kept(owner: Node, order: Sequence[str]) -> list[str]:
    return [kind for kind in order if owner.get(kind)][1:]


def _item_users(source: Node, kind: str) -> Iterator[Problem]:
    for item in source.get("items").elements():
        yield from _in_range(item.get("user"), f"{source.path}.user" if kind == "downwardAPI" else "")


def _in_range(user: Node, field: str = "") -> Iterator[Problem]:
    yield from fields.in_range(user, 0, LARGEST_USER, field=field)
