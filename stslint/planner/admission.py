"""What the API server refuses, as far as a rollout depends on it. The whole of validation can be plugged in.

Sources: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ and the validation of
pkg/apis/apps in Kubernetes 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.kubernetes.values.labels import selector_from
from stslint.planner.releases import ORDINALS
from stslint.planner.spec import block
from stslint.planner.state import Manifest
from stslint.runtime.lazy_regex import pattern

MAX_UNAVAILABLE = "MaxUnavailableStatefulSet"
RECREATE = "StatefulSetRecreateStrategy"
AUTO_DELETE = "StatefulSetAutoDeletePVC"
START_ORDINAL = "StatefulSetStartOrdinal"

GATES: dict[str, tuple[tuple[int, int], tuple[int, int] | None]] = {
    AUTO_DELETE: ((1, 23), (1, 27)),
    START_ORDINAL: ((1, 26), (1, 27)),
    MAX_UNAVAILABLE: ((1, 24), (1, 37)),
    RECREATE: ((1, 37), None),
}
"""Feature gates that change a rollout: the first release that has it, and the first that has it on."""

LOCKED: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    AUTO_DELETE: ((1, 32), (1, 35)),
    START_ORDINAL: ((1, 31), (1, 34)),
}
"""Gates that can no longer be off: the first release that locks it, and the first that does not have it."""

IMMUTABLE = ("selector", "volumeClaimTemplates", "serviceName", "podManagementPolicy")
COUNTS = (
    "replicas",
    "minReadySeconds",
    "ordinals.start",
    "updateStrategy.rollingUpdate.partition",
    "template.spec.terminationGracePeriodSeconds",
)
LISTS = (
    "volumeClaimTemplates",
    "selector.matchExpressions",
    "template.spec.containers",
    "template.spec.initContainers",
    "template.spec.volumes",
)
TEXTS = (
    "podManagementPolicy",
    "serviceName",
    "updateStrategy.type",
    "persistentVolumeClaimRetentionPolicy.whenDeleted",
    "persistentVolumeClaimRetentionPolicy.whenScaled",
)
CHOICES = {
    "podManagementPolicy": ("OrderedReady", "Parallel"),
    "persistentVolumeClaimRetentionPolicy.whenDeleted": ("Retain", "Delete"),
    "persistentVolumeClaimRetentionPolicy.whenScaled": ("Retain", "Delete"),
}
MAPPINGS = (
    "metadata",
    "spec",
    "spec.selector",
    "spec.selector.matchLabels",
    "spec.template",
    "spec.template.metadata",
    "spec.template.metadata.labels",
    "spec.template.spec",
    "spec.ordinals",
    "spec.updateStrategy",
    "spec.updateStrategy.rollingUpdate",
    "spec.persistentVolumeClaimRetentionPolicy",
)
LARGEST_INT32 = 2**31 - 1

_DNS_LABEL = pattern(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\Z")
_PERCENTAGE = pattern(r"[0-9]+%\Z")


def gates_on(version: tuple[int, int], overrides: Mapping[str, bool]) -> frozenset[str]:
    """Returns the feature gates that are on in a release of Kubernetes."""
    defaults = {gate: on is not None and version >= on for gate, (_, on) in GATES.items()}
    return frozenset(gate for gate, on in {**defaults, **overrides}.items() if on)


def unreadable(manifest: Manifest) -> list[str]:
    """Returns what keeps a manifest from being decoded, as far as the planner reads it."""
    return list(_undecodable(manifest))


def refusals(old: Manifest | None, new: Manifest, version: str, gates: frozenset[str]) -> list[str]:
    """Returns why the API server refuses ``new``; ``old`` is the stored object, or None on creation."""
    spec = block(new, "spec")
    if "ordinals" in spec and tuple(map(int, version.split(".")[:2])) < ORDINALS:
        return [f"spec.ordinals: Kubernetes {version} has no such field"]
    problems = [
        *_counts(spec),
        *_choices(spec),
        *_strategy(spec, gates, old),
        *_selector(spec),
        *_template(spec),
    ]
    if old is None:
        return [*_names(new, spec), *problems]
    return [*problems, *_immutable(block(old, "spec"), spec)]


def _undecodable(manifest: Manifest) -> Iterator[str]:
    if manifest.get("kind") != "StatefulSet" or manifest.get("apiVersion") != "apps/v1":
        found = f"`{manifest.get('kind')}` of `{manifest.get('apiVersion')}`"
        yield f"want kind `StatefulSet` of `apps/v1`, not {found}"
    for path in MAPPINGS:
        if not isinstance(at(manifest, path), Mapping | None):
            yield f"{path}: must be a mapping"
    spec = block(manifest, "spec")
    for path in COUNTS:
        value = at(spec, path)
        if value is not None and not _is_int32(value):
            yield f"spec.{path}: must be a whole number of 32 bits, not `{value}`"
    for path in LISTS:
        items = at(spec, path)
        if not isinstance(items, list | None) or not all(isinstance(item, Mapping) for item in items or ()):
            yield f"spec.{path}: must be a list of mappings"
    for path in TEXTS:
        if not isinstance(at(spec, path), str | None):
            yield f"spec.{path}: must be text"
    for path in ("template.metadata.labels", "selector.matchLabels"):
        labels = at(spec, path)
        if isinstance(labels, Mapping) and not all(
            isinstance(value, str | None) for value in labels.values()
        ):
            yield f"spec.{path}: values must be text"
    if not isinstance(at(spec, "updateStrategy.rollingUpdate.maxUnavailable"), int | str | None):
        yield "spec.updateStrategy.rollingUpdate.maxUnavailable: must be a number or a percentage"


def at(parent: Mapping[str, Any], path: str) -> Any:
    """Returns the value at a dotted path, or None."""
    value: Any = parent
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _is_int32(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST_INT32 <= value <= LARGEST_INT32


def _counts(spec: Manifest) -> Iterator[str]:
    for path in COUNTS:
        value = at(spec, path)
        if value is not None and value < 0:
            yield f"spec.{path}: must not be negative, not `{value}`"


def _choices(spec: Manifest) -> Iterator[str]:
    for path, choices in CHOICES.items():
        value = at(spec, path)
        if value and value not in choices:
            yield f"spec.{path}: must be `{choices[0]}` or `{choices[1]}`, not `{value}`"


def _strategy(spec: Manifest, gates: frozenset[str], old: Manifest | None) -> Iterator[str]:
    kind = at(spec, "updateStrategy.type") or "RollingUpdate"
    stored = at(old or {}, "spec.updateStrategy.type")
    known = {"RollingUpdate", "OnDelete"} | (
        {"Recreate"} if RECREATE in gates or stored == "Recreate" else set()
    )
    if kind not in known:
        yield f"spec.updateStrategy.type: must be `RollingUpdate` or `OnDelete`, not `{kind}`"
    elif kind != "RollingUpdate" and at(spec, "updateStrategy.rollingUpdate") is not None:
        yield "spec.updateStrategy.rollingUpdate: only allowed with type `RollingUpdate`"
    most = at(spec, "updateStrategy.rollingUpdate.maxUnavailable")
    if MAX_UNAVAILABLE in gates and most is not None and not _is_budget(most):
        field = "spec.updateStrategy.rollingUpdate.maxUnavailable"
        yield f"{field}: must be at least 1, or from 1% to 100%, not `{most}`"


def _is_budget(value: int | str) -> bool:
    if isinstance(value, str):
        return bool(_PERCENTAGE.match(value)) and 0 < int(value[:-1]) <= 100
    return value > 0


def _selector(spec: Manifest) -> Iterator[str]:
    selector = block(spec, "selector")
    if not (selector.get("matchLabels") or selector.get("matchExpressions")):
        yield "spec.selector: must not be empty"
    elif not selector_from(selector).matches(at(spec, "template.metadata.labels") or {}):
        yield "spec.template.metadata.labels: `selector` does not match them"


def _template(spec: Manifest) -> Iterator[str]:
    if not at(spec, "template.spec.containers"):
        yield "spec.template.spec.containers: must not be empty"
    if (at(spec, "template.spec.restartPolicy") or "Always") != "Always":
        yield "spec.template.spec.restartPolicy: must be `Always`"


def _names(manifest: Manifest, spec: Manifest) -> Iterator[str]:
    name = at(manifest, "metadata.name")
    if not isinstance(name, str) or not _DNS_LABEL.match(name):
        yield f"metadata.name: must be a DNS label, not `{name}`"
    service = spec.get("serviceName")
    if service and not (isinstance(service, str) and _DNS_LABEL.match(service)):
        yield f"spec.serviceName: must be a DNS label, not `{service}`"


def _immutable(old: Manifest, new: Manifest) -> Iterator[str]:
    for field in IMMUTABLE:
        if _stored(field, old.get(field)) != _stored(field, new.get(field)):
            yield f"spec.{field}: field is immutable"


def _stored(field: str, value: Any) -> Any:
    """Returns a field as the API server stores it: defaults written out, null and empty left out."""
    if field == "podManagementPolicy":
        return value or "OrderedReady"
    if field == "volumeClaimTemplates":
        return [
            _without_empty({**claim, "spec": {"volumeMode": "Filesystem", **block(claim, "spec")}})
            for claim in value or []
        ]
    return _without_empty(value) or None


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_empty(child) for key, child in value.items() if child not in (None, "", {}, [])}
    return value
