"""From a manifest to what the controller reads of it, with the API server's defaults.

Sources: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ and the
defaults of pkg/apis/apps/v1 in Kubernetes 1.37.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.planner.pod_template import completed, grace_seconds, startup_seconds
from stslint.planner.state import Manifest, Revision, Spec


def read_spec(manifest: Manifest, revision: int) -> Spec:
    """Returns the spec of a manifest that the API server has accepted."""
    spec = block(manifest, "spec")
    replicas = whole(spec, "replicas", 1)
    strategy = block(spec, "updateStrategy")
    retention = block(spec, "persistentVolumeClaimRetentionPolicy")
    names = [
        str(block(claim, "metadata").get("name", "")) for claim in spec.get("volumeClaimTemplates") or ()
    ]
    return Spec(
        replicas=replicas,
        start=whole(block(spec, "ordinals"), "start", 0),
        ordered=spec.get("podManagementPolicy") != "Parallel",
        strategy=strategy.get("type") or "RollingUpdate",
        partition=_partition(strategy),
        max_unavailable=_max_unavailable(strategy, replicas),
        min_ready=whole(spec, "minReadySeconds", 0),
        when_deleted=retention.get("whenDeleted") or "Retain",
        when_scaled=retention.get("whenScaled") or "Retain",
        claims=tuple(dict.fromkeys(names)),
        selector=block(spec, "selector"),
        revision=revision,
    )


def read_revision(manifest: Manifest) -> Revision:
    """Returns the revision of a manifest's pod template; equal templates make equal revisions."""
    template = completed(block(block(manifest, "spec"), "template"))
    labels = block(block(template, "metadata"), "labels")
    return Revision(template, labels, grace_seconds(template), startup_seconds(template))


def block(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Returns the mapping under a key, or an empty one."""
    value = parent.get(key)
    return value if isinstance(value, Mapping) else {}


def whole(parent: Mapping[str, Any], key: str, default: int) -> int:
    """Returns the whole number under a key, or ``default`` where it is absent or null."""
    value = parent.get(key)
    return default if value is None else int(value)


def _partition(strategy: Mapping[str, Any]) -> int | None:
    """Returns the partition; None for type RollingUpdate written without its block, which gets no default."""
    if strategy.get("type") and strategy.get("rollingUpdate") is None:
        return None
    return whole(block(strategy, "rollingUpdate"), "partition", 0)


def _max_unavailable(strategy: Mapping[str, Any], replicas: int) -> int:
    """Returns maxUnavailable in pods: a percentage is rounded down, and it is never below 1."""
    value = block(strategy, "rollingUpdate").get("maxUnavailable")
    if value is None:
        return 1
    pods = replicas * int(value[:-1]) // 100 if isinstance(value, str) else int(value)
    return max(pods, 1)
