"""Image volumes, before they were on by default: the API server drops them and their mounts unread.

Source: https://kep.k8s.io/4639
"""

from __future__ import annotations

from stslint.model import Node, Scalar

Value = dict[str, Node] | list[Node] | Scalar

# The release that turned the gate ImageVolume on.
IMAGE_VOLUMES_SINCE = 35


def dropped_volumes(pod_spec: Node, minor: int) -> frozenset[str]:
    """Returns the names of the volumes whose mounts the API server drops from every container."""
    if minor >= IMAGE_VOLUMES_SINCE:
        return frozenset()
    volumes = pod_spec.get("volumes").elements()
    return frozenset(volume.get("name").string() for volume in volumes if volume.entries().get("image"))


def without_mounts(container: Node, volumes: frozenset[str]) -> Node:
    """Returns a container without the mounts of these volumes; the mounts that are left are counted anew."""
    mounts = container.get("volumeMounts")
    kept = [mount for mount in mounts.elements() if mount.get("name").string() not in volumes]
    if len(kept) == len(mounts.elements()):
        return container
    pruned = _copy(container, dict(container.entries()), container.key, container.parent)
    shorter = _copy(mounts, [], mounts.key, pruned)
    shorter.value = [_copy_mount(mount, index, shorter) for index, mount in enumerate(kept)]
    pruned.entries()["volumeMounts"] = shorter
    return pruned


def _copy_mount(mount: Node, index: int, mounts: Node) -> Node:
    copied = _copy(mount, {}, index, mounts)
    copied.value = {
        key: _copy(child, child.value, child.key, copied) for key, child in mount.entries().items()
    }
    return copied


def _copy(node: Node, value: Value, key: str | int | None, parent: Node | None) -> Node:
    """Returns a node at the same place of the file, with another value and place in the tree."""
    return Node(
        node.kind,
        value,
        node.span,
        key=key,
        key_span=node.key_span,
        parent=parent,
        text=node.text,
        style=node.style,
        flow=node.flow,
    )
