"""What differs between two manifests, and the settings that decide a rollout, as texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.planner import manifest_fields as fields
from stslint.planner.manifest_fields import at, setting
from stslint.planner.spec import read_revision
from stslint.planner.state import Manifest, Spec

_MOST = 3
_SETTINGS = {
    "replicas": fields.REPLICAS,
    "partition": fields.PARTITION,
    "maxUnavailable": fields.MAX_UNAVAILABLE,
    "minReadySeconds": fields.MIN_READY,
    "update type": fields.UPDATE_TYPE,
    "first ordinal": fields.START,
    "whenDeleted": fields.WHEN_DELETED,
    "whenScaled": fields.WHEN_SCALED,
}


def same_template(old: Manifest, new: Manifest) -> bool:
    """Returns whether the pod templates are equal to the controller, so that no pod restarts."""
    return read_revision(old).template == read_revision(new).template


def changes(old: Manifest, new: Manifest) -> str:
    """Returns the differences on which a rollout depends, or an empty string."""
    differences = [*_images(old, new), *_numbers(old, new)]
    if not any(each.startswith("image ") for each in differences) and not same_template(old, new):
        differences.insert(0, f"pod template ({_listed(list(_paths(_template(old), _template(new))))})")
    return _listed(differences, 6)


def settings(spec: Spec) -> str:
    """Returns strategy and policy: ``RollingUpdate with partition 3 of 5, OrderedReady``."""
    strategy = spec.strategy
    if strategy == "RollingUpdate":
        more = [f"partition {spec.partition} of {spec.replicas}"] if spec.partition else []
        more += [f"maxUnavailable {spec.max_unavailable}"] if spec.max_unavailable > 1 else []
        strategy += f" with {' and '.join(more)}" if more else ""
    return f"{strategy}, {'OrderedReady' if spec.ordered else 'Parallel'}"


def _template(manifest: Manifest) -> Any:
    return read_revision(manifest).template


def _images(old: Manifest, new: Manifest) -> Iterator[str]:
    before, after = _by_name(old), _by_name(new)
    for name, image in after.items():
        if name in before and before[name] != image:
            yield f"image {before[name]} -> {image}"


def _by_name(manifest: Manifest) -> dict[str, str]:
    containers = at(manifest, "spec.template.spec.containers")
    if not isinstance(containers, list):
        return {}
    return {str(each.get("name")): str(each.get("image")) for each in containers if isinstance(each, Mapping)}


def _numbers(old: Manifest, new: Manifest) -> Iterator[str]:
    for name, path in _SETTINGS.items():
        before, after = (setting(manifest, path) for manifest in (old, new))
        if before != after:
            yield f"{name} {before} -> {after}"


def _paths(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Yields the shortest paths at which two templates differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield from _paths(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                yield from _paths(before, after, f"{path}[{index}]")
    else:
        yield path


def _listed(items: list[str], most: int = _MOST) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
