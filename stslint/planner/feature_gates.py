"""Feature gates that change a rollout: which are on in a release, and which fields a gate that is off drops.

Source: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stslint.planner import manifest_fields as fields
from stslint.planner.manifest_edits import without
from stslint.planner.state import Manifest

Release = tuple[int, int]

MAX_UNAVAILABLE = "MaxUnavailableStatefulSet"
RECREATE = "StatefulSetRecreateStrategy"

GATES: Mapping[str, tuple[Release, Release | None]] = MappingProxyType(
    {MAX_UNAVAILABLE: ((1, 24), (1, 37)), RECREATE: ((1, 37), None)}
)
"""By gate: the first release that has it, and the first in which it is on by default."""

ON_SINCE: Mapping[str, Release] = MappingProxyType({fields.START: (1, 27), fields.RETENTION: (1, 27)})
"""Fields of gates that no scenario names: the first release that stores them by default."""


def gates_on(release: Release, overrides: Mapping[str, bool]) -> frozenset[str]:
    """Returns the feature gates that are on in a release of Kubernetes."""
    defaults = {gate: on is not None and release >= on for gate, (_, on) in GATES.items()}
    return frozenset(gate for gate, on in {**defaults, **overrides}.items() if on)


def as_stored(manifest: Manifest, release: Release, gates: frozenset[str]) -> Manifest:
    """Returns the manifest without the fields that the API server drops because their gate is off."""
    dropped = [field for field, since in ON_SINCE.items() if release < since]
    if MAX_UNAVAILABLE not in gates:
        dropped.append(fields.MAX_UNAVAILABLE)
    for field in dropped:
        manifest = without(manifest, field)
    return manifest
