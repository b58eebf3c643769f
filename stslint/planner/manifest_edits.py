"""Manifests with one field changed, as a scale or a patch changes the stored object; each a new manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.planner.manifest_fields import PARTITION, REPLICAS, UPDATE_STRATEGY, mapping_at
from stslint.planner.state import Manifest


def with_replicas(manifest: Manifest, replicas: int) -> Manifest:
    """Returns the manifest with that many replicas."""
    return with_value(manifest, REPLICAS, replicas)


def with_partition(manifest: Manifest, partition: int) -> Manifest:
    """Returns the manifest with that partition; an update strategy without a type gets ``RollingUpdate``."""
    strategy = {"type": "RollingUpdate", **mapping_at(manifest, UPDATE_STRATEGY)}
    return with_value(with_value(manifest, UPDATE_STRATEGY, strategy), PARTITION, partition)


def with_value(manifest: Mapping[str, Any], path: str, value: Any) -> Manifest:
    """Returns the manifest with the value at a dotted path; mappings on the way are created."""
    key, _, rest = path.partition(".")
    return {**manifest, key: with_value(mapping_at(manifest, key), rest, value) if rest else value}


def without(manifest: Mapping[str, Any], path: str) -> Manifest:
    """Returns the manifest without the field at a dotted path; itself if the field is absent."""
    key, _, rest = path.partition(".")
    if key not in manifest:
        return manifest
    if not rest:
        return {name: value for name, value in manifest.items() if name != key}
    kept = without(mapping_at(manifest, key), rest) if isinstance(manifest[key], Mapping) else manifest[key]
    return manifest if kept is manifest[key] else {**manifest, key: kept}
