"""The entries of a container's ``env``, as written.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
"""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.queries.objects import NEAR
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

_KINDS = {"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret"}


class EnvEntry(NamedTuple):
    """An entry: ``text`` is the value if the manifest has it, ``source`` is ``valueFrom``."""

    node: Node
    name: str
    value: Node
    text: str
    source: Node


class KeyReference(NamedTuple):
    """An entry whose value is a key of a ConfigMap or Secret; ``node`` is the reference to it."""

    entry: EnvEntry
    kind: str
    node: Node


@lru_cache(maxsize=NEAR)
def env_entries(container: Node) -> tuple[EnvEntry, ...]:
    """Returns the entries in their order."""
    listed = container.entries().get("env")
    return () if listed is None else tuple(map(_entry, listed.elements()))


@lru_cache(maxsize=NEAR)
def key_references(container: Node) -> tuple[KeyReference, ...]:
    """Returns the entries with a key of a ConfigMap or Secret."""
    return tuple(
        KeyReference(entry, kind, entry.source.get(field))
        for entry in env_entries(container)
        if entry.source
        for field, kind in _KINDS.items()
        if entry.source.get(field)
    )


def _entry(node: Node) -> EnvEntry:
    value = node.get("value")
    return EnvEntry(node, node.get("name").string(), value, value.string(), node.get("valueFrom"))
