"""Where a rollout stops if the new revision never becomes ready, and whether a revert brings it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stslint.planner.scenario import plan
from stslint.planner.spec import block, read_spec
from stslint.planner.state import Manifest
from stslint.runtime.namedtuple import NamedTuple

MOST_PODS = 32
"""A rollout stops within its first pods; of a larger set only so many of the highest are played."""


class Stall(NamedTuple):
    """The pods at which a rollout stops, and those of them that a revert leaves as they are."""

    stopped: tuple[str, ...]
    after_revert: tuple[str, ...]


def stall(old: Manifest, new: Manifest, version: str) -> Stall:
    """Returns what the rollout from ``old`` to ``new`` comes to if no pod of the new template can start.

    Both are plain data, without what the API server refuses. Source:
    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
    """
    before, after = json.dumps(_highest(old)), json.dumps(_highest(new))
    steps: list[dict[str, Any]] = [
        {"op": "create"},
        {"op": "apply", "manifest": after, "broken": True},
        {"op": "apply", "manifest": before},
    ]
    scenario = {"kubernetes": version, "manifest": before, "steps": steps}
    played = plan(scenario, json.loads, lambda *_: []).steps
    if len(played) < len(steps):
        return Stall((), ())
    return Stall(played[1].end.blocked_on, played[2].end.blocked_on)


def _highest(manifest: Manifest) -> dict[str, Any]:
    """Returns the manifest with its highest pods alone, under their own names."""
    spec = read_spec(manifest, 1)
    left_out = spec.replicas - MOST_PODS
    if left_out <= 0:
        return dict(manifest)
    strategy = block(block(manifest, "spec"), "updateStrategy")
    partition = max((spec.partition or 0) - left_out, 0)
    shifted: Mapping[str, Any] = {
        "replicas": MOST_PODS,
        "ordinals": {"start": spec.start + left_out},
        "updateStrategy": {
            **strategy,
            "rollingUpdate": {**block(strategy, "rollingUpdate"), "partition": partition},
        },
    }
    return {**manifest, "spec": {**block(manifest, "spec"), **shifted}}
