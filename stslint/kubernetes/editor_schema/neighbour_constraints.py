"""What a JSON Schema can say of the validation of the objects around a StatefulSet."""

from __future__ import annotations

from stslint.kubernetes.editor_schema.constraints import Constraints
from stslint.kubernetes.validation import claim, persistent_volume, service, service_ports, storage_class
from stslint.kubernetes.validation.service_addresses import FAMILIES, FAMILY_POLICIES
from stslint.kubernetes.validation.service_spec import TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _one_of(allowed: tuple[str, ...], *, empty: bool = False) -> dict[str, Any]:
    return {"enum": [*allowed, *([""] if empty else []), None]}


_REQUIRED = {"required": ["apiVersion", "kind", "metadata"]}

NEIGHBOURS: Constraints = {
    "ConfigMap": _REQUIRED,
    "PersistentVolume": {"required": [*_REQUIRED["required"], "spec"]},
    "PodDisruptionBudget": _REQUIRED,
    "Secret": _REQUIRED,
    "Service": {"required": [*_REQUIRED["required"], "spec"]},
    "ServiceAccount": _REQUIRED,
    "StorageClass": {"required": [*_REQUIRED["required"], "provisioner"]},
    "ServiceSpec.type": _one_of(TYPES, empty=True),
    "ServiceSpec.sessionAffinity": _one_of(service.AFFINITIES, empty=True),
    "ServiceSpec.internalTrafficPolicy": _one_of(service.TRAFFIC_POLICIES),
    "ServiceSpec.externalTrafficPolicy": _one_of(service.TRAFFIC_POLICIES, empty=True),
    "ServiceSpec.ipFamilies": {"items": {"type": "string", "enum": list(FAMILIES)}},
    "ServiceSpec.ipFamilyPolicy": _one_of((*FAMILY_POLICIES,)),
    "ServiceSpec.clusterIPs": {"maxItems": 2},
    "ServicePort": {"required": ["port"]},
    "ServicePort.port": {"minimum": service_ports.LOWEST_PORT, "maximum": service_ports.HIGHEST_PORT},
    "ServicePort.protocol": _one_of(service_ports.PROTOCOLS, empty=True),
    "PersistentVolumeSpec": {"required": ["accessModes", "capacity"]},
    "PersistentVolumeSpec.accessModes": {
        "minItems": 1,
        "items": {"type": "string", "enum": list(claim.ACCESS_MODES)},
    },
    "PersistentVolumeSpec.persistentVolumeReclaimPolicy": _one_of(
        persistent_volume.RECLAIM_POLICIES, empty=True
    ),
    "PersistentVolumeSpec.volumeMode": _one_of(claim.VOLUME_MODES),
    "StorageClass.reclaimPolicy": _one_of(storage_class.RECLAIM_POLICIES, empty=True),
    "StorageClass.volumeBindingMode": _one_of(storage_class.BINDING_MODES),
}
"""The constraints by `Definition.field`, for definitions that no StatefulSet has."""
