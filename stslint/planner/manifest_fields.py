"""Fields of a manifest as plain data, and the values that the API server fills in for absent ones.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ and the
defaults of pkg/apis/apps/v1 in Kubernetes 1.37.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

REPLICAS = "spec.replicas"
ORDINALS = "spec.ordinals"
START = "spec.ordinals.start"
POLICY = "spec.podManagementPolicy"
MIN_READY = "spec.minReadySeconds"
HISTORY_LIMIT = "spec.revisionHistoryLimit"
UPDATE_STRATEGY = "spec.updateStrategy"
UPDATE_TYPE = "spec.updateStrategy.type"
ROLLING_UPDATE = "spec.updateStrategy.rollingUpdate"
PARTITION = "spec.updateStrategy.rollingUpdate.partition"
MAX_UNAVAILABLE = "spec.updateStrategy.rollingUpdate.maxUnavailable"
RETENTION = "spec.persistentVolumeClaimRetentionPolicy"
WHEN_DELETED = "spec.persistentVolumeClaimRetentionPolicy.whenDeleted"
WHEN_SCALED = "spec.persistentVolumeClaimRetentionPolicy.whenScaled"

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        REPLICAS: 1,
        START: 0,
        POLICY: "OrderedReady",
        MIN_READY: 0,
        HISTORY_LIMIT: 10,
        UPDATE_TYPE: "RollingUpdate",
        PARTITION: 0,
        MAX_UNAVAILABLE: 1,
        WHEN_DELETED: "Retain",
        WHEN_SCALED: "Retain",
    }
)
"""The fields that a rollout depends on and that have a default."""


def at(parent: Mapping[str, Any], path: str) -> Any:
    """Returns the value at a dotted path, or None."""
    value: Any = parent
    for key in path.split("."):
        # A large snapshot asks a million times, and the test for a Mapping takes longer than the rest.
        if type(value) is not dict and not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def mapping_at(parent: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Returns the mapping at a dotted path, or an empty one."""
    value = at(parent, path)
    return value if type(value) is dict or isinstance(value, Mapping) else {}


def setting(manifest: Mapping[str, Any], path: str) -> Any:
    """Returns the value of a field of ``DEFAULTS``, its default where the manifest has none."""
    value = at(manifest, path)
    return DEFAULTS[path] if value is None or value == "" else value
