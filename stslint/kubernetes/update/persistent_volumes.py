"""Updates of a PersistentVolume: its source, its mode and its place cannot change.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/
and https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.update.change import Change, Neighbour
from stslint.kubernetes.update.defaults import volume_mode
from stslint.kubernetes.update.immutable import immutable
from stslint.kubernetes.update.trees import texts
from stslint.kubernetes.validation.persistent_volume import ATTRIBUTES_CLASS_MINOR, validate_attributes_class
from stslint.model import Node, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OTHER_FIELDS = frozenset(
    (
        "accessModes",
        "capacity",
        "claimRef",
        "mountOptions",
        "nodeAffinity",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "volumeAttributesClassName",
        "volumeMode",
    )
)
"""The fields of the spec that are not sources of a volume."""

DEFAULTS: dict[str, dict[str, object]] = {
    "azureDisk": {"cachingMode": "ReadWrite", "kind": "Shared", "fsType": "ext4", "readOnly": False},
    "hostPath": {"type": ""},
    "iscsi": {"iscsiInterface": "default"},
    "rbd": {"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"},
    "scaleIO": {"storageMode": "ThinProvisioned", "fsType": "xfs"},
}
"""What the API server fills in, by source."""

OPTIONAL = frozenset(
    (
        *(
            "azureDisk.cachingMode",
            "azureDisk.kind",
            "azureDisk.fsType",
            "azureDisk.readOnly",
            "hostPath.type",
        ),
        *("azureFile.secretNamespace", "fc.lun", "glusterfs.endpointsNamespace", "iscsi.initiatorName"),
        *("local.fsType", "secretRef", "controllerPublishSecretRef", "nodeStageSecretRef"),
        *("nodePublishSecretRef", "controllerExpandSecretRef", "nodeExpandSecretRef"),
    )
)
"""Fields whose empty value differs from an absent one."""

# The gate VolumeAttributesClass is off in these, and does not drop the field as it does later.
FROZEN_CLASS_MINORS = (29, 30)

STABLE_LABELS = {
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
}
"""The labels that a term of the node affinity may be changed to, by the beta label that it used."""

_HELP = (
    "create a PersistentVolume with another name: this one keeps describing the storage that it was made for"
)


def _changes(change: Change) -> Iterator[Problem]:
    before, after = change.live.get("spec"), change.root.get("spec")
    yield from _source(change, before, after)
    written = change.old.get("spec")
    if volume_mode(before.get("volumeMode")) != volume_mode(after.get("volumeMode")):
        yield immutable(written.get("volumeMode"), after.get("volumeMode"), "volumeMode", _HELP)
    affinity = before.get("nodeAffinity")
    if affinity and not _same_place(affinity, after.get("nodeAffinity")):
        yield from _moved(change, affinity, after.get("nodeAffinity"))
    yield from _attributes_class(change)


def _attributes_class(change: Change) -> Iterator[Problem]:
    """Yields a class that is removed, or changed where its gate is off but does not drop it."""
    key = "volumeAttributesClassName"
    before, after = change.live.get("spec").get(key), change.root.get("spec").get(key)
    if change.minor in FROZEN_CLASS_MINORS:
        if before:
            yield from validate_attributes_class(change.root.get("spec"))
        refused = before.value != after.value or bool(before) != bool(after)
    else:
        refused = bool(before) and not after and change.minor >= ATTRIBUTES_CLASS_MINOR
    if refused:
        yield immutable(
            change.old.get("spec").get(key), after, f"spec.{key}", "keep it, or name another class"
        )


def _source(change: Change, before: Node, after: Node) -> Iterator[Problem]:
    one, other = _sources(before), _sources(after)
    if not one.get("csi", {}).get("controllerExpandSecretRef"):
        other.get("csi", {}).pop("controllerExpandSecretRef", None)
        one.get("csi", {}).pop("controllerExpandSecretRef", None)
    if one == other:
        return
    key = next((key for key in other if one.get(key) != other[key]), next(iter(one), "source"))
    old, new = change.old.get("spec").get(key), after.get(key)
    yield immutable(old, new, "spec.persistentvolumesource", _HELP)


def _sources(spec: Node) -> dict[str, dict[str, Any]]:
    found = {}
    for key, node in spec.entries().items():
        if key not in OTHER_FIELDS and node.kind == "mapping":
            found[key] = {**DEFAULTS.get(key, {}), **_meaning(node, key)}
    return found


def _meaning(node: Node, source: str) -> dict[str, Any]:
    """Returns the fields of a part of a source, without those whose value is that of an absent field."""
    found: dict[str, Any] = {}
    for key, child in node.entries().items():
        is_optional = bool(child) and (key in OPTIONAL or f"{source}.{key}" in OPTIONAL)
        value = _meaning(child, key) if child.kind == "mapping" else child.plain()
        if is_optional or value not in (None, "", 0, False, [], {}):
            found[key] = value
    return found


def _moved(change: Change, before: Node, after: Node) -> Iterator[Problem]:
    old = change.old.get("spec").get("nodeAffinity")
    help = "keep it; only a beta label can become the stable label of the same meaning"
    yield immutable(old if old.present else before, after, "nodeAffinity", help)


def _same_place(before: Node, after: Node) -> bool:
    if not after or bool(before.get("required")) != bool(after.get("required")):
        return False
    one = before.get("required").get("nodeSelectorTerms").elements()
    other = after.get("required").get("nodeSelectorTerms").elements()
    return len(one) == len(other) and all(map(_same_term, one, other))


def _same_term(before: Node, after: Node) -> bool:
    for part in ("matchExpressions", "matchFields"):
        one, other = before.get(part).elements(), after.get(part).elements()
        if len(one) != len(other) or not all(map(_same_requirement, one, other)):
            return False
    return True


def _same_requirement(before: Node, after: Node) -> bool:
    key, new_key = before.get("key").string(), after.get("key").string()
    if key != new_key and STABLE_LABELS.get(key) != new_key:
        return False
    same_operator = before.get("operator").string() == after.get("operator").string()
    return same_operator and texts(before.get("values")) == texts(after.get("values"))


VOLUME = Neighbour(changes=_changes)
