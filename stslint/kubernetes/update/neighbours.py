"""The API server's answer to an update of the objects around a StatefulSet.

Source: https://kubernetes.io/docs/reference/kubernetes-api/ says of each field whether it is immutable.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.update import (
    claims,
    config_data,
    persistent_volumes,
    services,
    storage_classes,
)
from stslint.kubernetes.update.change import Change, Neighbour
from stslint.kubernetes.update.immutable import changes_of_metadata
from stslint.kubernetes.update.merge import WRAPS, Applied, apply
from stslint.kubernetes.update.trees import drop, stored_copy
from stslint.kubernetes.validation.object_meta import validate_object_meta_update
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Node, Problem, Related

NEIGHBOURS: dict[str, Neighbour] = {
    "ConfigMap": config_data.CONFIG_MAP,
    "Secret": config_data.SECRET,
    "StorageClass": storage_classes.STORAGE_CLASS,
    "PersistentVolume": persistent_volumes.VOLUME,
    "PersistentVolumeClaim": claims.CLAIM,
    "Service": services.SERVICE,
    "ServiceAccount": Neighbour(merge_keys={"secrets": "name"}),
}
"""The kinds with rules of their own; others merge, and are validated as they are in a create."""

_OF_METADATA = {"ownerReferences": "uid"}

_KEPT_BY_SERVER = ("resourceVersion", "generation", "selfLink")
"""Metadata of a manifest that an update ignores, or may name as it is in the cluster."""


def validate_neighbour(old: Node, new: Node, minor: int) -> Iterator[Problem]:
    """Yields what the API server refuses of an update, else what it warns of, with places in ``new``."""
    kind = NEIGHBOURS.get(new.get("kind").string(), Neighbour())
    live = stored_copy(old)
    kind.store(live, minor)
    applied = apply(live, old, new, {**_OF_METADATA, **kind.merge_keys})
    yield from applied.problems
    if any(problem.rule != WRAPS for problem in applied.problems):
        return
    yield from (
        _in_new(problem, applied) for problem in _answer(kind, Change(old, live, new, applied.root, minor))
    )


def _answer(kind: Neighbour, change: Change) -> list[Problem]:
    root, minor = change.root, change.minor
    drop(root.get("metadata"), *_KEPT_BY_SERVER)
    kind.prepare(change)
    answer = validate(root, minor)
    refused = [
        *_of_metadata(root, minor, answer),
        *changes_of_metadata(change.old, root),
        *kind.changes(change),
    ]
    return [*(each for each in answer if each.severity != "warning"), *refused] if refused else answer


def _of_metadata(root: Node, minor: int, answer: list[Problem]) -> Iterator[Problem]:
    """Yields the faults of metadata that each update is checked for, without those found already."""
    found = {problem.path for problem in answer}
    for problem in validate_object_meta_update(root.get("metadata"), minor):
        if problem.path not in found and not problem.path.startswith("metadata.finalizers["):
            yield problem


def _in_new(problem: Problem, applied: Applied) -> Problem:
    """Returns the problem with its places in the new manifest, and the field that the API server names."""
    related = tuple(Related(applied.origin(item.node), item.message) for item in problem.related)
    return problem._replace(node=applied.origin(problem.node), field=problem.path, related=related)
