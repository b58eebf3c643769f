"""What a rollout waits for at its end, why, and what is still to be done."""

from __future__ import annotations

from typing import Any

import pytest

from tests.planner.compare import Json, apply, play, ready, rolling, stateful_set, trace

PARALLEL: Json = {"podManagementPolicy": "Parallel"}
CLAIMS: Json = {"claims": ("data",)}
RECREATE: Json = {"updateStrategy": {"type": "Recreate"}}
DELETE: Json = {"op": "delete"}
CREATE: Json = {"op": "create"}


def broken(ordinal: int) -> Json:
    return {"op": "break-pod", "ordinal": ordinal}


def lost(ordinal: int) -> Json:
    return {"op": "node-lost", "ordinal": ordinal}


def scaled(replicas: int) -> Json:
    return {"op": "scale", "replicas": replicas}


@pytest.mark.parametrize(
    ("first", "steps", "blocked_on", "reason", "remaining"),
    [
        (stateful_set(2), [], [], None, None),
        (stateful_set(2), [broken(0)], ["web-0"], "waiting for it to be Running and Ready", None),
        (
            stateful_set(2),
            [broken(0), scaled(4)],
            ["web-0"],
            "waiting for it to be Running and Ready",
            {"create": ["web-2", "web-3"]},
        ),
        (stateful_set(2), [lost(1)], ["web-1"], "waiting for it to terminate", None),
        (
            stateful_set(3),
            [lost(2), scaled(1)],
            ["web-2"],
            "waiting for it to terminate before scaling in",
            {"delete": ["web-1", "web-2"]},
        ),
        (
            stateful_set(4),
            [broken(3), broken(2), scaled(1)],
            ["web-2"],
            "waiting for it to be Available before scaling in",
            {"delete": ["web-1", "web-2", "web-3"]},
        ),
        (
            stateful_set(3, **PARALLEL),
            [broken(1)],
            ["web-1"],
            "waiting for pods that are not Available",
            None,
        ),
        (
            stateful_set(3, **PARALLEL),
            [lost(1), broken(2)],
            ["web-1", "web-2"],
            "waiting for pods that are not Available",
            None,
        ),
        (
            stateful_set(2),
            [lost(1), DELETE, CREATE],
            ["web-1"],
            "a pod of another owner has its name",
            {"create": ["web-1"]},
        ),
        (
            stateful_set(3, **CLAIMS, **PARALLEL),
            [lost(1), {"op": "delete-claim", "ordinal": 1}, DELETE, CREATE, broken(2)],
            ["web-2", "web-1", "data-web-1"],
            "the claim of template `data` is still being deleted",
            {"create": ["web-1"]},
        ),
        (
            stateful_set(3),
            [apply(3, "app:bad", broken=True)],
            ["web-2"],
            "waiting for it to be Running and Ready",
            {"update": ["web-0", "web-1"]},
        ),
        (
            stateful_set(3),
            [apply(3, "app:bad", broken=True), apply(3)],
            ["web-2"],
            "waiting for it to be Running and Ready",
            {"update": ["web-2"]},
        ),
        (
            stateful_set(3, updateStrategy=rolling(partition=1)),
            [broken(2), apply(3, "app:2", updateStrategy=rolling(partition=1))],
            ["web-2"],
            "waiting for it to be Running and Ready",
            {"update": ["web-1", "web-2"]},
        ),
        (
            stateful_set(2, updateStrategy={"type": "OnDelete"}),
            [apply(2, "app:2", updateStrategy={"type": "OnDelete"})],
            [],
            None,
            None,
        ),
    ],
)
def test_what_a_rollout_waits_for(
    first: str, steps: list[Json], blocked_on: list[str], reason: str | None, remaining: Any
) -> None:
    end = play(first, *steps)[-1]["end"]
    assert end["blocked_on"] == blocked_on
    assert end.get("reason") == reason
    assert end.get("remaining") == remaining


def test_with_the_gate_off_an_update_waits_for_a_broken_new_pod() -> None:
    gates = {"MaxUnavailableStatefulSet": False}
    steps = play(stateful_set(3, **PARALLEL), broken(1), apply(3, "app:2", **PARALLEL), gates=gates)
    assert steps[2]["end"]["blocked_on"] == ["web-1"]
    assert steps[2]["end"]["reason"] == "waiting for it to be Available before the update continues"
    assert steps[2]["end"]["remaining"] == {"update": ["web-0"]}


def test_recreate_waits_for_an_old_pod_on_a_lost_node() -> None:
    gates = {"StatefulSetRecreateStrategy": True}
    steps = play(stateful_set(2, **RECREATE), lost(1), apply(2, "app:2", **RECREATE), gates=gates)
    assert steps[2]["end"]["blocked_on"] == ["web-1"]
    assert steps[2]["end"]["remaining"] == {"create": ["web-0"], "update": ["web-1"]}


def test_a_livelock_names_the_pods_that_it_deletes_again_and_again() -> None:
    fields: Json = {**PARALLEL, "updateStrategy": {"type": "RollingUpdate"}}
    end = play(stateful_set(3, **fields), broken(0), apply(3, "app:2", **fields))[2]["end"]
    assert end["blocked_on"] == ["web-0"]
    assert end["reason"] == "livelock: this would repeat forever"
    assert end["remaining"] == {"create": ["web-0"], "update": ["web-1", "web-2"]}
    scaled_in = play(stateful_set(4, **fields), broken(0), apply(3, "app:2", **fields))[2]
    assert trace(scaled_in) == "-3 -0 | +0 -0 +0 -0"
    assert scaled_in["end"]["blocked_on"] == ["web-0"]


def test_after_a_deletion_there_are_neither_revisions_nor_counts() -> None:
    deleted = play(stateful_set(2, **CLAIMS), lost(1), DELETE)[2]
    assert trace(deleted) == "gc-0"
    assert ready(deleted) == "1@1!T"
    assert deleted["end"] == {
        "pods": [{"name": "web-1", "revision": 1, "ready": False, "terminating": True, "orphan": True}],
        "pvcs": [{"name": "data-web-0", "owner": None}, {"name": "data-web-1", "owner": None}],
        "currentRevision": 0,
        "updateRevision": 0,
        "currentReplicas": 0,
        "updatedReplicas": 0,
        "blocked_on": [],
    }


def test_an_update_down_to_a_partition_has_two_revisions() -> None:
    fields: Json = {"updateStrategy": rolling(partition=1)}
    assert play(stateful_set(3, **fields), apply(3, "app:2", **fields))[1]["end"] == {
        "pods": [
            {"name": "web-0", "revision": 1, "ready": True},
            {"name": "web-1", "revision": 2, "ready": True},
            {"name": "web-2", "revision": 2, "ready": True},
        ],
        "pvcs": [],
        "currentRevision": 1,
        "updateRevision": 2,
        "currentReplicas": 1,
        "updatedReplicas": 2,
        "blocked_on": [],
    }
