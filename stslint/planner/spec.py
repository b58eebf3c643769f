"""From a manifest to what the controller reads of it, with the API server's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.kubernetes.values.digits import number_of
from stslint.planner import manifest_fields as fields
from stslint.planner.manifest_fields import at, mapping_at, setting
from stslint.planner.pod_template import completed, grace_seconds, startup_seconds
from stslint.planner.state import Manifest, Revision, Spec


def read_spec(manifest: Manifest, revision: int) -> Spec:
    """Returns the spec of a manifest that the API server has accepted; ``revision`` numbers its template."""
    replicas = int(setting(manifest, fields.REPLICAS))
    return Spec(
        replicas=replicas,
        start=int(setting(manifest, fields.START)),
        ordered=setting(manifest, fields.POLICY) != "Parallel",
        strategy=setting(manifest, fields.UPDATE_TYPE),
        partition=_partition(manifest),
        max_unavailable=_max_unavailable(manifest, replicas),
        min_ready=int(setting(manifest, fields.MIN_READY)),
        when_deleted=setting(manifest, fields.WHEN_DELETED),
        when_scaled=setting(manifest, fields.WHEN_SCALED),
        claims=_claim_names(manifest),
        selector=mapping_at(manifest, "spec.selector"),
        revision=revision,
    )


def read_revision(manifest: Manifest) -> Revision:
    """Returns the revision of a manifest's pod template; equal templates make equal revisions."""
    template = completed(mapping_at(manifest, "spec.template"))
    labels = mapping_at(template, "metadata.labels")
    return Revision(template, labels, grace_seconds(template), startup_seconds(template))


def _claim_names(manifest: Manifest) -> tuple[str, ...]:
    templates: list[Mapping[str, Any] | None] = at(manifest, "spec.volumeClaimTemplates") or []
    names = [str(at(template or {}, "metadata.name") or "") for template in templates]
    return tuple(dict.fromkeys(names))


def _partition(manifest: Manifest) -> int | None:
    """Returns the partition; None for a type without a rollingUpdate block, which gets no default."""
    if at(manifest, fields.UPDATE_TYPE) and at(manifest, fields.ROLLING_UPDATE) is None:
        return None
    return int(setting(manifest, fields.PARTITION))


def _max_unavailable(manifest: Manifest, replicas: int) -> int:
    """Returns maxUnavailable in pods: a percentage is rounded down, and it is never below 1."""
    value = setting(manifest, fields.MAX_UNAVAILABLE)
    pods = replicas * number_of(value[:-1]) // 100 if isinstance(value, str) else int(value)
    return max(pods, 1)
