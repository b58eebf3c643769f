"""Which permissions a file of a mounted ConfigMap or Secret has.

Source: https://kubernetes.io/docs/concepts/configuration/secret/#set-posix-permissions-for-secret-keys
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.placement import covering_mount
from stslint.kubernetes.queries.storage import mount_path, volumes
from stslint.model import Node

DEFAULT = 0o644
_SOURCES = ("configMap", "secret")


def file_mode(path: str, container: Node, root: Node) -> int | None:
    """Returns the mode of a file that a ConfigMap or Secret provides; nothing for any other file."""
    mount = covering_mount(path, container)
    volume = volumes(root).get(mount.get("name").string()) if mount is not None else None
    if mount is None or volume is None:
        return None
    below = path.removeprefix(mount_path(mount)).strip("/")
    inside = "/".join(part for part in (mount.get("subPath").string().strip("/"), below) if part)
    parts = list(_parts(volume))
    if not parts:
        return None
    default = volume.get("projected") or parts[0]
    for part in parts:
        for item in part.get("items").elements():
            if item.get("path").string() == inside:
                return item.get("mode").integer(default.get("defaultMode").integer(DEFAULT))
    listed = all(part.get("items") for part in parts)
    return None if listed else default.get("defaultMode").integer(DEFAULT)


def _parts(volume: Node) -> Iterator[Node]:
    for source in (volume, *volume.at("projected.sources").elements()):
        for kind in _SOURCES:
            if source.get(kind):
                yield source.get(kind)
