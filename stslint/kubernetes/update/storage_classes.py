"""Updates of a StorageClass: what describes the volumes that it provisions cannot change.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/storage-class-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.update.change import Change, Neighbour
from stslint.kubernetes.update.immutable import immutable
from stslint.model import Node, Problem

DEFAULTS = {"provisioner": "", "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"}
"""The immutable texts of a StorageClass, with what an absent one means; an empty one is invalid."""

EMPTY_PARAMETERS_MINOR = 36
"""From here on empty parameters are the same as absent ones."""

_HELP = (
    "create a StorageClass with another name, or delete this one and apply: existing volumes stay as they are"
)


def _changes(change: Change) -> Iterator[Problem]:
    before, after = change.live.get("parameters"), change.root.get("parameters")
    is_compared_empty = change.minor < EMPTY_PARAMETERS_MINOR
    is_emptied = is_compared_empty and (before.kind == "mapping") != (after.kind == "mapping")
    if before.strings() != after.strings() or is_emptied:
        yield immutable(change.old.get("parameters"), after, "parameters", _HELP)
    for key, default in DEFAULTS.items():
        one, other = change.live.get(key), change.root.get(key)
        if _meant(one, default) != _meant(other, default):
            yield immutable(change.old.get(key), other, key, _HELP)


def _meant(node: Node, default: str) -> str:
    return node.string() if node else default


STORAGE_CLASS = Neighbour(changes=_changes)
