"""On which volume a folder of a container is, and where on that volume.

Source: https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
"""

from __future__ import annotations

from stslint.kubernetes.queries.storage import claim_names, is_below, mount_path, mounts, volumes
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple


class Placement(NamedTuple):
    """A folder's place: the mount, what is mounted (``claim:data``, ``pvc:db``), and the path on it.

    ``path`` is the ``subPath`` with the folders below the mount; a ``subPathExpr`` is taken as written.
    """

    mount: Node
    volume: str
    path: str


def covering_mount(path: str, container: Node) -> Node | None:
    """Returns the mount that a path of a container is on, or nothing if it is in the image."""
    covering = [mount for mount in mounts(container) if is_below(path, mount_path(mount))]
    return max(covering, key=lambda mount: len(mount_path(mount)), default=None)


def placement(path: str, container: Node, stateful_set: Node) -> Placement | None:
    """Returns where a folder is stored, or nothing if it is not on a volume."""
    mount = covering_mount(path, container)
    if mount is None:
        return None
    below = path.removeprefix(mount_path(mount)) if mount_path(mount) != "/" else path
    parts = (mount.get("subPath").string() or mount.get("subPathExpr").string(), below)
    inside = "/".join(part.strip("/") for part in parts if part.strip("/"))
    return Placement(mount, _volume(mount, stateful_set), inside)


def lasting_mounts(container: Node, stateful_set: Node) -> list[Node]:
    """Returns the mounts of claims, from claim templates or by name."""
    return [mount for mount in mounts(container) if is_claim(_volume(mount, stateful_set))]


def is_claim(volume: str) -> bool:
    """Returns whether a placement's volume is a claim."""
    return volume.startswith(("claim:", "pvc:"))


def _volume(mount: Node, stateful_set: Node) -> str:
    name = mount.get("name").string()
    if name in claim_names(stateful_set):
        return f"claim:{name}"
    volume = volumes(stateful_set).get(name)
    if volume is None:
        return f"unknown:{name}"
    claim = volume.at("persistentVolumeClaim.claimName").string()
    return f"pvc:{claim}" if claim else f"other:{name}"
