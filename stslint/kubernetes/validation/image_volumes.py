"""Image volumes, before they were enabled by default: the API server drops them and their mounts.

Source: https://kep.k8s.io/4639
"""

from __future__ import annotations

from stslint.model import Node

# The release that turned the gate ImageVolume on.
IMAGE_VOLUMES_SINCE = 35


def dropped_volumes(pod_spec: Node, minor: int) -> frozenset[str]:
    """Returns the names of the volumes whose mounts the API server drops from every container."""
    if minor >= IMAGE_VOLUMES_SINCE:
        return frozenset()
    volumes = pod_spec.get("volumes").elements()
    return frozenset(volume.get("name").string() for volume in volumes if volume.entries().get("image"))


def without_mounts(container: Node, volumes: frozenset[str]) -> Node:
    """Returns a container without the mounts of these volumes; the remaining mounts are renumbered."""
    mounts = container.get("volumeMounts")
    kept = [mount for mount in mounts.elements() if mount.get("name").string() not in volumes]
    if len(kept) == len(mounts.elements()):
        return container
    pruned = container.under(container.parent, dict(container.entries()))
    shorter = mounts.under(pruned, [])
    shorter.value = [_numbered(mount.map(parent=shorter), index) for index, mount in enumerate(kept)]
    pruned.entries()["volumeMounts"] = shorter
    return pruned


def _numbered(mount: Node, index: int) -> Node:
    mount.key = index
    return mount
