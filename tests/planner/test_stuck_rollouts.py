"""Where a rollout stops if the new revision never becomes Ready, and what a revert leaves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.stuck_rollouts import MOST_PODS, Stall, stall
from tests.planner.compare import Json, rolling, stateful_set

PARALLEL: Json = {"podManagementPolicy": "Parallel"}


def stalled(replicas: int, version: str = "1.37", **fields: Any) -> Stall:
    old, new = (json.loads(stateful_set(replicas, image, **fields)) for image in ("app:1", "app:2"))
    return stall(old, new, version)


def names(*ordinals: int) -> tuple[str, ...]:
    return tuple(f"web-{ordinal}" for ordinal in ordinals)


@pytest.mark.parametrize(
    ("replicas", "fields", "stopped", "after_revert"),
    [
        (3, {}, names(2), names(2)),
        (3, {"updateStrategy": rolling(partition=1)}, names(2), names(2)),
        (3, {"updateStrategy": rolling(partition=3)}, (), ()),
        (3, {"updateStrategy": {"type": "OnDelete"}}, (), ()),
        (3, {"ordinals": {"start": 5}}, names(7), names(7)),
        (3, PARALLEL, names(2), ()),
        (4, {**PARALLEL, "updateStrategy": rolling(maxUnavailable=2)}, names(2, 3), ()),
        (0, {}, (), ()),
        # Only the highest pods are planned, under their own names.
        (1000, {}, names(999), names(999)),
        (1000, {"ordinals": {"start": 5}}, names(1004), names(1004)),
        (1000, {"updateStrategy": rolling(partition=999)}, names(999), names(999)),
        (1000, {"updateStrategy": rolling(partition=1000)}, (), ()),
        (1000, {"updateStrategy": rolling(partition=10)}, names(999), names(999)),
    ],
)
def test_a_rollout_stops_at_its_first_pods(
    replicas: int, fields: Json, stopped: tuple[str, ...], after_revert: tuple[str, ...]
) -> None:
    assert stalled(replicas, **fields) == Stall(stopped, after_revert)


@pytest.mark.parametrize("version", ["1.25", "1.26", "1.27", "1.36", "1.37"])
def test_a_rollout_of_any_version_is_planned_with_its_own_rules(version: str) -> None:
    fields = {**PARALLEL, "updateStrategy": rolling(maxUnavailable=2)}
    assert stalled(40, version, **fields).stopped == (names(38, 39) if version == "1.37" else names(39))


def test_of_a_rollout_of_many_pods_at_once_only_the_highest_are_named() -> None:
    fields = {**PARALLEL, "updateStrategy": rolling(maxUnavailable=50)}
    for replicas in (MOST_PODS - 1, MOST_PODS):
        assert len(stalled(replicas, **fields).stopped) == replicas
    found = stalled(100, **fields)
    assert found.stopped == names(*range(100 - 32, 100))
