"""Feature gates that change a rollout: which are on in a release, and which fields a gate that is off drops.

Source: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stslint.planner import manifest_fields as fields
from stslint.planner.manifest_edits import without
from stslint.planner.releases import ORDINALS, ORDINALS_BY_DEFAULT, Release
from stslint.planner.state import Manifest

MAX_UNAVAILABLE = "MaxUnavailableStatefulSet"
RECREATE = "StatefulSetRecreateStrategy"
AUTO_DELETE = "StatefulSetAutoDeletePVC"
START_ORDINAL = "StatefulSetStartOrdinal"

GATES: Mapping[str, tuple[Release, Release | None]] = MappingProxyType(
    {
        AUTO_DELETE: ((1, 23), (1, 27)),
        START_ORDINAL: (ORDINALS, ORDINALS_BY_DEFAULT),
        MAX_UNAVAILABLE: ((1, 24), (1, 37)),
        RECREATE: ((1, 37), None),
    }
)
"""By gate: the first release that has it, and the first in which it is on by default."""

LOCKED: Mapping[str, tuple[Release, Release]] = MappingProxyType(
    {AUTO_DELETE: ((1, 32), (1, 35)), START_ORDINAL: ((1, 31), (1, 34))}
)
"""Gates that can no longer be off: the first release that locks it, and the first that does not have it."""

GATED_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        fields.RETENTION: AUTO_DELETE,
        fields.ORDINALS: START_ORDINAL,
        fields.MAX_UNAVAILABLE: MAX_UNAVAILABLE,
    }
)
"""By field: the gate without which the API server drops it."""


def gates_on(release: Release, overrides: Mapping[str, bool]) -> frozenset[str]:
    """Returns the feature gates that are on in a release of Kubernetes."""
    defaults = {gate: on is not None and release >= on for gate, (_, on) in GATES.items()}
    return frozenset(gate for gate, on in {**defaults, **overrides}.items() if on)


def ignored_fields(manifest: Manifest, release: Release, gates: frozenset[str]) -> list[tuple[str, str]]:
    """Returns the fields that the API server drops without a word, each with its gate that is off.

    A field that is newer than the release is not dropped but refused: the release does not know it.
    """
    return [
        (field, gate)
        for field, gate in GATED_FIELDS.items()
        if gate not in gates and release >= GATES[gate][0] and fields.at(manifest, field) is not None
    ]


def as_stored(manifest: Manifest, release: Release, gates: frozenset[str]) -> Manifest:
    """Returns the manifest without the fields that the API server drops because their gate is off."""
    for field, _ in ignored_fields(manifest, release, gates):
        manifest = without(manifest, field)
    return manifest
