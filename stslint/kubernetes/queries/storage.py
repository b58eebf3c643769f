"""What is mounted where in a pod, and its storage: a claim of the pod, or something else.

Source: https://kubernetes.io/docs/concepts/storage/volumes/
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stslint.kubernetes.queries.objects import NEAR, all_containers, claim_templates, pod_spec
from stslint.model import Node

_USES = ("volumeMounts", "volumeDevices")
_NO_NAMES: frozenset[str] = frozenset()


@lru_cache(maxsize=NEAR)
def claim_names(stateful_set: Node) -> frozenset[str]:
    """Returns the names of the volume claim templates."""
    return frozenset(claim.at("metadata.name").string() for claim in claim_templates(stateful_set)) - {""}


@lru_cache(maxsize=NEAR)
def volumes(root: Node) -> dict[str, Node]:
    """Returns the volumes of the pod's template by name, without those from claim templates."""
    return {volume.get("name").string(): volume for volume in pod_spec(root).get("volumes").elements()}


def mounts(container: Node) -> list[Node]:
    """Returns the mounts of a container's file systems."""
    listed = container.entries().get("volumeMounts")
    return [] if listed is None else listed.elements()


def devices(container: Node) -> list[Node]:
    """Returns a container's raw block devices."""
    return container.get("volumeDevices").elements()


def used_names(containers: list[Node]) -> set[str]:
    """Returns the names of the volumes that containers mount or use as devices."""
    return set().union(*map(_used_by, containers))


@lru_cache(maxsize=NEAR)
def _used_by(container: Node) -> frozenset[str]:
    if container.entries().keys().isdisjoint(_USES):
        return _NO_NAMES
    return frozenset(use.get("name").string() for use in (*mounts(container), *devices(container)))


def claim_mounts(stateful_set: Node) -> Iterator[tuple[Node, Node]]:
    """Yields each container with each of its mounts of a volume claim template."""
    names = claim_names(stateful_set)
    for container in all_containers(stateful_set):
        for mount in mounts(container):
            if mount.get("name").string() in names:
                yield container, mount


def mount_path(mount: Node) -> str:
    """Returns where a volume is mounted, without a slash at the end."""
    return mount.get("mountPath").string().rstrip("/") or "/"


def is_below(path: str, folder: str) -> bool:
    """Returns whether a path is a folder or is in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
