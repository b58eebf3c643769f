"""Where a rollout stops if the new revision never becomes Ready, and whether a revert is enough."""

from __future__ import annotations

import json
from typing import Any

from stslint.planner.manifest_edits import with_partition, with_replicas, with_value
from stslint.planner.manifest_fields import START
from stslint.planner.releases import ORDINALS_BY_DEFAULT
from stslint.planner.scenario import plan
from stslint.planner.spec import read_spec
from stslint.planner.state import Manifest
from stslint.runtime.namedtuple import NamedTuple

MOST_PODS = 32
"""A rollout stops within its first pods, so of more pods only that many of the highest are planned."""


class Stall(NamedTuple):
    """The pods at which a rollout stops, and those of them that a revert leaves as they are."""

    stopped: tuple[str, ...]
    after_revert: tuple[str, ...]


def stall(old: Manifest, new: Manifest, version: str) -> Stall:
    """Returns where the rollout from ``old`` to ``new`` stops if no pod of the new template can start.

    Both are plain data that the API server accepts. Source:
    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
    """
    before, after = json.dumps(_highest(old)), json.dumps(_highest(new))
    steps: list[dict[str, Any]] = [
        {"op": "create"},
        {"op": "apply", "manifest": after, "broken": True},
        {"op": "apply", "manifest": before},
    ]
    scenario = {"kubernetes": _with_ordinals(version), "manifest": before, "steps": steps}
    played = plan(scenario, json.loads, lambda *_: []).steps
    if len(played) < len(steps):
        return Stall((), ())
    return Stall(played[1].end.blocked_on, played[2].end.blocked_on)


def _with_ordinals(version: str) -> str:
    """Returns a release with ``ordinals.start``, to name the highest pods; older ones stop at the same."""
    release = tuple(map(int, version.split(".")))
    return version if release >= ORDINALS_BY_DEFAULT else ".".join(map(str, ORDINALS_BY_DEFAULT))


def _highest(manifest: Manifest) -> Manifest:
    """Returns the manifest with only its highest pods, under their own names."""
    spec = read_spec(manifest, 1)
    left_out = spec.replicas - MOST_PODS
    if left_out <= 0:
        return manifest
    shifted = with_replicas(with_value(manifest, START, spec.start + left_out), MOST_PODS)
    return with_partition(shifted, max(spec.partition - left_out, 0)) if spec.partition else shifted
