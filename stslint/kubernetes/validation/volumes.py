"""The volumes of a pod: their names and sources.

Source: https://kubernetes.io/docs/concepts/storage/volumes/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.container import VolumeNames
from stslint.kubernetes.validation.volume_sources import (
    LOCAL_SOURCES,
    validate_ephemeral_volume,
    validate_image_volume,
)
from stslint.kubernetes.values import names
from stslint.model import Node, Problem, Related

# The gate ImageVolume is on from this minor; before it, such a volume is dropped silently.
IMAGE_VOLUME_MINOR = 35
MAXIMUM_ISCSI_NAME = 64

Check = Callable[[Node], Iterator[Problem]]

# In the API server's order: the first source that is set counts, the others are refused.
SOURCES = (
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
)

_ORDER = {source: index for index, source in enumerate(SOURCES)}

# Where the API server's path of an additional source is not the field's name.
_REPORTED_AS = {"cephfs": "cephFS", "downwardAPI": "downwarAPI"}


class VolumeCheck:
    """One pass over a pod's volumes: ``problems`` to report, and ``names`` for the checks of mounts."""

    def __init__(self, volumes: Node, minor: int, claim_names: tuple[str, ...]) -> None:
        self.minor = minor
        self.problems: list[Problem] = []
        self._written = dict.fromkeys(claim_names, "persistentVolumeClaim")
        self._accepted = {name: kind for name, kind in self._written.items() if not names.dns_label(name)}
        self._first: dict[str, Node] = {}
        self._check_all(volumes, frozenset(claim_names))

    @property
    def names(self) -> VolumeNames:
        """Returns the volumes of the pod by name, those of claim templates among them."""
        return VolumeNames(self._accepted, self._written)

    def _check_all(self, volumes: Node, claims: frozenset[str]) -> None:
        """Checks each volume under the index that it has for the API server.

        It puts the volumes of claim templates first; they replace other volumes with the same name.
        """
        index = len(claims)
        for volume in volumes.elements():
            name = volume.get("name").string()
            if name in claims:
                continue
            if self._is_dropped(volume):
                # Its mounts are dropped with it, so they have no problems.
                self._accepted[name] = self._written[name] = "image"
                continue
            reported = f"{volumes.path}[{index}]" if index != volume.key else ""
            self._check(volume, reported)
            index += 1

    def _is_dropped(self, volume: Node) -> bool:
        return self.minor < IMAGE_VOLUME_MINOR and bool(volume.get("image"))

    def _check(self, volume: Node, reported: str) -> None:
        name = volume.get("name").string()
        sources = [key for key, node in volume.entries().items() if key in _ORDER and node]
        sources.sort(key=_ORDER.__getitem__)
        faults = list(self._faults(volume, sources))
        self._written[name] = sources[0] if sources else "emptyDir"
        if faults:
            self.problems += reported_below(faults, volume.path, reported) if reported else faults
            return
        self._accepted[name] = self._written[name]
        self._first[name] = volume.get("name")

    def _faults(self, volume: Node, sources: list[str]) -> Iterator[Problem]:
        node = volume.get("name")
        yield from _source_faults(volume, sources, self.minor)
        yield from fields.required_name(node)
        if node.string() in self._first:
            yield fields.duplicate(node, self._first[node.string()], node.string(), what="volume")


def validate_volumes(
    volumes: Node, minor: int, claim_names: tuple[str, ...] = ()
) -> tuple[list[Problem], VolumeNames]:
    """Returns the problems of ``spec.volumes``, and the pod's volumes by name for the checks of mounts.

    ``claim_names`` are the names of the StatefulSet's claim templates, each once. Problems of theirs are not
    reported.
    """
    check = VolumeCheck(volumes, minor, claim_names)
    return check.problems, check.names


def reported_below(problems: Iterable[Problem], path: str, reported: str) -> Iterator[Problem]:
    """Yields the problems with the prefix ``path`` of their fields replaced by ``reported``."""
    for problem in problems:
        yield problem._replace(field=reported + problem.path[len(path) :])


def _source_faults(volume: Node, sources: list[str], minor: int) -> Iterator[Problem]:
    if not sources:
        return
    first = sources[0]
    yield from _one_source(volume.get(first), first, minor)
    if len(sources) > 1:
        yield from _kept_users(volume, first, minor)
    for other in sources[1:]:
        message = f"a volume has exactly one source, and this one already has `{first}`"
        field = f"{volume.path}.{_REPORTED_AS.get(other, other)}"
        related = (Related(volume.get(first), "the first source"),)
        yield Problem(
            volume.get(other), message, rule="forbidden-field", on="key", field=field, related=related
        )
    if "iscsi" in sources:
        yield from _iscsi_name(volume)


def _kept_users(volume: Node, kind: str, minor: int) -> Iterator[Problem]:
    # Imported late: few volumes have two sources.
    from stslint.kubernetes.validation.volume_users import validate_volume_users

    yield from validate_volume_users(volume, kind, minor)


def _one_source(source: Node, kind: str, minor: int) -> Iterator[Problem]:
    check = LOCAL_SOURCES.get(kind)
    if check is not None:
        yield from check(source)
    elif kind == "ephemeral":
        yield from validate_ephemeral_volume(source, minor)
    elif kind == "image":
        yield from validate_image_volume(source, minor)
    else:
        yield from _rarer_source(source, kind, minor)


def _rarer_source(source: Node, kind: str, minor: int) -> Iterator[Problem]:
    # Imported late: most pods have none of these.
    from stslint.kubernetes.validation import network_volumes, projected

    if kind == "projected":
        yield from projected.validate_projected_volume(source, minor)
    elif kind == "downwardAPI":
        yield from projected.validate_downward_api_volume(source)
    else:
        yield from network_volumes.NETWORK_SOURCES[kind](source)


def _iscsi_name(volume: Node) -> Iterator[Problem]:
    node, iscsi = volume.get("name"), volume.get("iscsi")
    portal = f"{node.string()}:{iscsi.get('targetPortal').string()}"
    if iscsi.get("initiatorName") and len(portal.encode()) > MAXIMUM_ISCSI_NAME:
        message = "with `initiatorName`, the volume's name and `targetPortal` are too long together"
        help = f"at most {MAXIMUM_ISCSI_NAME - 1} characters are allowed for both"
        yield Problem(node, message, rule="too-long", help=help)
