"""Volume mounts and devices of containers.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.paths import relative_path_fault, step_back_fault
from stslint.model import Node, Problem, Related
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.suggest import nearest

PROPAGATIONS = ("None", "HostToContainer", "Bidirectional")
RECURSIVE_READ_ONLY = ("Disabled", "IfPossible", "Enabled")
# https://kep.k8s.io/3857, by the release that turned its gate on.
RECURSIVE_READ_ONLY_SINCE = 31

_MOST_COMPARED = 30
"""Volumes of a pod above which a name that is none of theirs is not compared with all of them."""

BLOCK_SOURCES = ("persistentVolumeClaim", "ephemeral")


class VolumeNames(NamedTuple):
    """The volumes of a pod, by name, each with the name of its source field.

    The source is a field of a volume: ``emptyDir`` (also that of a volume without any source),
    ``persistentVolumeClaim`` (also that of a claim template), ``ephemeral``, ``image`` and so on.
    ``accepted`` holds the volumes without a problem: a mount of a volume that is itself refused is refused
    as well. ``written`` has all of them, the last one of each name, claim templates first.
    """

    accepted: Mapping[str, str]
    written: Mapping[str, str]


def validate_volume_mounts(
    mounts: Node, container: Node, minor: int, volumes: VolumeNames
) -> Iterator[Problem]:
    """Yields the problems of ``volumeMounts`` of a container."""
    devices = _places(container.get("volumeDevices"), "devicePath")
    seen: dict[str, Node] = {}
    for mount in mounts.elements():
        yield from _name(mount, volumes)
        yield from _unique_path(mount.get("mountPath"), seen)
        if devices:
            yield from _apart_from(mount, "mountPath", devices, "volumeDevices")
        entries = mount.entries()
        if "subPath" in entries or "subPathExpr" in entries:
            yield from _sub_path(mount, mounts)
        if "mountPropagation" in entries:
            yield from _propagation(mount, mounts, container)
        if "recursiveReadOnly" in entries and minor >= RECURSIVE_READ_ONLY_SINCE:
            yield from _recursive_read_only(mount, mounts)


def validate_volume_devices(devices: Node, container: Node, volumes: VolumeNames) -> Iterator[Problem]:
    """Yields the problems of ``volumeDevices`` of a container."""
    mounts = _places(container.get("volumeMounts"), "mountPath")
    used_names: dict[str, Node] = {}
    seen: dict[str, Node] = {}
    for device in devices.elements():
        yield from _name(device, volumes)
        yield from _block_volume(device.get("name"), volumes.accepted)
        yield from _unique_name(device.get("name"), used_names)
        yield from _unique_path(device.get("devicePath"), seen)
        yield from _no_steps_back(device.get("devicePath"))
        yield from _apart_from(device, "devicePath", mounts, "volumeMounts")


def _places(entries: Node, path: str) -> dict[str, Node]:
    """Returns the nodes of the paths by the volume's name; of one mounted twice, the last."""
    return {entry.get("name").string(): entry.get(path) for entry in entries.elements()}


def _name(mount: Node, volumes: VolumeNames) -> Iterator[Problem]:
    node = mount.get("name")
    name = node.string()
    if not name:
        yield fields.missing(node, help="set the name of a volume")
    elif name in volumes.accepted:
        return
    elif name in volumes.written:
        message = f"volume `{fields.shorten(name)}` is invalid itself, so it cannot be mounted"
        yield Problem(node, message, rule="mount-without-volume", help="fix the volume first")
    else:
        near = nearest(name, volumes.written) if len(volumes.written) <= _MOST_COMPARED else ""
        help = f"did you mean `{near}`?" if near else "add it to `volumes` or `volumeClaimTemplates`"
        message = f"there is no volume `{fields.shorten(name)}` to mount"
        fix = fields.replacement(node, near, safe=fields.is_spelling_of(name, near)) if near else None
        yield Problem(node, message, rule="mount-without-volume", help=help, fix=fix)


def _unique_name(node: Node, seen: dict[str, Node]) -> Iterator[Problem]:
    name = node.string()
    if not name:
        return
    first = seen.setdefault(name, node)
    if first is not node:
        yield fields.duplicate(node, first, name, what="volume")


def _unique_path(node: Node, seen: dict[str, Node]) -> Iterator[Problem]:
    path = node.string()
    if not path:
        yield fields.missing(node)
        return
    first = seen.setdefault(path, node)
    if first is not node:
        message = f"two volumes are mounted at `{fields.shorten(path)}`"
        yield Problem(node, message, rule="duplicate-entry", related=(Related(first, "the first one"),))


def _block_volume(node: Node, volumes: Mapping[str, str]) -> Iterator[Problem]:
    source = volumes.get(node.string())
    if source is not None and source not in BLOCK_SOURCES:
        message = (
            f"volume `{node.string()}` is not a PersistentVolumeClaim, and only a claim can be a block device"
        )
        yield Problem(node, message, rule="invalid-enum", help="mount it with `volumeMounts`")


def _apart_from(mount: Node, path: str, others: dict[str, Node], what: str) -> Iterator[Problem]:
    name, place = mount.get("name"), mount.get(path)
    if name.string() in others:
        message = f"volume `{fields.shorten(name.string())}` is also used in `{what}`"
        yield Problem(
            name, message, rule="duplicate-entry", help="a volume is either a block device or a file system"
        )
    clash = [other for other in others.values() if other.string() == place.string()]
    if clash:
        message = f"`{fields.shorten(place.string())}` is also a path in `{what}`"
        related = (Related(clash[0], "the other one"),)
        yield Problem(place, message, rule="duplicate-entry", related=related)


def _sub_path(mount: Node, mounts: Node) -> Iterator[Problem]:
    sub_path, expression = mount.get("subPath"), mount.get("subPathExpr")
    if sub_path.string():
        yield from valid_relative_path(sub_path, f"{mounts.path}.subPath")
    if not expression.string():
        return
    if sub_path.string():
        message = "`subPathExpr` cannot be combined with `subPath`"
        yield Problem(expression, message, rule="forbidden-field", help="keep one of them", on="key")
    yield from valid_relative_path(expression, f"{mounts.path}.subPathExpr")


def valid_relative_path(node: Node, field: str = "") -> Iterator[Problem]:
    """Yields a problem if a path begins with ``/``, or leaves its directory with ``..``."""
    yield from _path_fault(node, relative_path_fault(node.string()), field)


def _no_steps_back(node: Node) -> Iterator[Problem]:
    yield from _path_fault(node, step_back_fault(node.string()))


def _path_fault(node: Node, fault: str, field: str = "") -> Iterator[Problem]:
    if fault:
        message = f"`{fields.shorten(node.string())}` is not a valid path for `{fields.label(node)}`: {fault}"
        yield Problem(node, message, rule="invalid-format", field=field)


def _propagation(mount: Node, mounts: Node, container: Node) -> Iterator[Problem]:
    node = mount.get("mountPropagation")
    if not node:
        return
    field = f"{mounts.path}.mountPropagation"
    yield from fields.enum(node, PROPAGATIONS, field=field)
    if node.string() == "Bidirectional" and not container.at("securityContext.privileged").boolean():
        message = "only privileged containers can use `Bidirectional`"
        help = "set `securityContext.privileged`, or use `HostToContainer`"
        yield Problem(node, message, rule="forbidden-field", help=help, field=field)


def _recursive_read_only(mount: Node, mounts: Node) -> Iterator[Problem]:
    node = mount.get("recursiveReadOnly")
    if not node or node.string() == "Disabled":
        return
    field = f"{mounts.path}.recursiveReadOnly"
    if node.string() not in RECURSIVE_READ_ONLY:
        yield from fields.enum(node, RECURSIVE_READ_ONLY, field=field)
        return
    if not mount.get("readOnly").boolean():
        message = "`recursiveReadOnly` needs `readOnly: true`"
        yield Problem(node, message, rule="forbidden-field", field=field)
    propagation = mount.get("mountPropagation")
    if propagation and propagation.string() != "None":
        message = "`recursiveReadOnly` cannot be combined with `mountPropagation`"
        yield Problem(node, message, rule="forbidden-field", field=field)
