"""Known facts of rollouts, each small enough to be read."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.scenario import beginning
from tests.planner.compare import apply, play, ready, rolling, stateful_set, trace
from tests.planner.test_snapshot_scenario import pod, revision
from tests.planner.test_snapshot_scenario import stateful_set as stateful_set_of_a_snapshot

PARALLEL = {"podManagementPolicy": "Parallel"}
GATE_OFF = {"gates": {"MaxUnavailableStatefulSet": False}}
RECREATE: dict[str, Any] = {"gates": {"StatefulSetRecreateStrategy": True}}


def retention(deleted: str, scaled: str) -> dict[str, Any]:
    return {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": deleted, "whenScaled": scaled}}


def broken(ordinal: int) -> dict[str, Any]:
    return {"op": "break-pod", "ordinal": ordinal}


def healed(ordinal: int) -> dict[str, Any]:
    return {"op": "heal-pod", "ordinal": ordinal}


def scaled(replicas: int) -> dict[str, Any]:
    return {"op": "scale", "replicas": replicas}


def test_ordered_ready_creates_upwards_and_scales_in_downwards() -> None:
    steps = play(stateful_set(3), scaled(1), scaled(2))
    assert [trace(step) for step in steps] == ["+0 | +1 | +2", "-2 | -1", "+1"]


def test_parallel_does_all_at_once_but_updates_one_by_one() -> None:
    steps = play(stateful_set(3, **PARALLEL), apply(3, "app:2", **PARALLEL), scaled(1))
    assert [trace(step) for step in steps] == ["+0 +1 +2", "-2 | +2 | -1 | +1 | -0 | +0", "-2 -1"]


def test_a_partition_is_rolled_out_in_parts() -> None:
    first = stateful_set(5, updateStrategy=rolling(partition=3))
    lower = [{"op": "partition", "value": value} for value in (1, 0)]
    steps = play(first, apply(5, "app:2", updateStrategy=rolling(partition=3)), *lower)
    assert [trace(step) for step in steps[1:]] == ["-4 | +4 | -3 | +3", "-2 | +2 | -1 | +1", "-0 | +0"]
    assert ready(steps[1]) == "0@1 1@1 2@1 3@2 4@2"


def test_a_pod_below_the_partition_comes_back_old() -> None:
    strategy = rolling(partition=2)
    steps = play(
        stateful_set(3, updateStrategy=strategy),
        apply(3, "app:2", updateStrategy=strategy),
        {"op": "delete-pod", "ordinal": 0},
    )
    assert ready(steps[2]) == "0@1 1@1 2@2"


def test_the_partition_counts_from_the_first_ordinal() -> None:
    fields: dict[str, Any] = {"ordinals": {"start": 5}, "updateStrategy": rolling(partition=1)}
    steps = play(stateful_set(3, **fields), apply(3, "app:2", **fields))
    assert trace(steps[1]) == "-7 | +7 | -6 | +6"


def test_moving_the_first_ordinal_creates_above_before_it_deletes_below() -> None:
    steps = play(stateful_set(3), apply(3, ordinals={"start": 2}))
    assert trace(steps[1]) == "+3 | +4 | -1 | -0"


def test_max_unavailable_in_order_and_in_parallel() -> None:
    strategy = {"updateStrategy": rolling(maxUnavailable=2)}
    ordered = play(stateful_set(5, **strategy), apply(5, "app:2", **strategy))
    assert trace(ordered[1]) == "-4 -3 | +3 | +4 | -2 -1 | +1 | +2 | -0 | +0"
    parallel = play(stateful_set(5, **strategy, **PARALLEL), apply(5, "app:2", **strategy, **PARALLEL))
    assert trace(parallel[1]) == "-4 -3 | +3 +4 | -2 -1 | +1 +2 | -0 | +0"


@pytest.mark.parametrize("scenario", [GATE_OFF, {"kubernetes": "1.36"}, {"kubernetes": "1.34.4"}])
def test_max_unavailable_does_nothing_while_its_gate_is_off(scenario: dict[str, Any]) -> None:
    strategy = {"updateStrategy": rolling(maxUnavailable=2)}
    steps = play(stateful_set(3, **strategy), apply(3, "app:2", **strategy), **scenario)
    assert trace(steps[1]) == "-2 | +2 | -1 | +1 | -0 | +0"


def test_a_percentage_is_rounded_down_to_at_least_one() -> None:
    strategy = {"updateStrategy": rolling(maxUnavailable="25%")}
    few = play(stateful_set(3, **strategy, **PARALLEL), apply(3, "app:2", **strategy, **PARALLEL))
    assert trace(few[1]).startswith("-2 | +2 | -1")
    many = play(stateful_set(11, **strategy, **PARALLEL), apply(11, "app:2", **strategy, **PARALLEL))
    assert trace(many[1]).startswith("-10 -9 | +9 +10 | -8 -7")


def test_a_bad_image_stalls_in_order_and_stays_stalled_after_the_rollback() -> None:
    steps = play(
        stateful_set(3), apply(3, "app:bad", broken=True), apply(3), {"op": "delete-pod", "ordinal": 2}
    )
    assert [trace(step) for step in steps[1:]] == ["-2 | +2", "", "+2"]
    assert steps[1]["end"]["blocked_on"] == steps[2]["end"]["blocked_on"] == ["web-2"]
    assert ready(steps[3]) == "0@1 1@1 2@1"


def test_parallel_recovers_from_a_bad_image_by_itself() -> None:
    steps = play(
        stateful_set(2, **PARALLEL), apply(2, "app:bad", broken=True, **PARALLEL), apply(2, **PARALLEL)
    )
    assert [trace(step) for step in steps[1:]] == ["-1 | +1", "-1 | +1"]
    assert ready(steps[2]) == "0@1 1@1"


def test_before_1_37_parallel_counts_broken_old_pods_against_the_budget() -> None:
    fields: dict[str, Any] = {**PARALLEL, "updateStrategy": rolling(maxUnavailable=1)}
    scenario = {"kubernetes": "1.36", "gates": {"MaxUnavailableStatefulSet": True}}
    older = play(stateful_set(3, **fields), broken(0), apply(3, "app:2", **fields), **scenario)
    assert trace(older[2]) == ""
    newer = play(stateful_set(3, **fields), broken(0), apply(3, "app:2", **fields))
    assert trace(newer[2]) == "-0 | +0"


def test_scaling_comes_before_updating_and_new_ordinals_are_new() -> None:
    steps = play(stateful_set(2), apply(3, "app:2"))
    assert trace(steps[1]) == "+2 | -1 | +1 | -0 | +0"


def test_on_delete_replaces_what_is_deleted_by_hand_only() -> None:
    fields: dict[str, Any] = {"updateStrategy": {"type": "OnDelete"}}
    steps = play(stateful_set(2, **fields), apply(2, "app:2", **fields), {"op": "delete-pod", "ordinal": 0})
    assert [trace(step) for step in steps[1:]] == ["", "+0"]
    assert ready(steps[2]) == "0@2 1@1"


def test_recreate_lets_all_go_before_any_comes_back() -> None:
    fields: dict[str, Any] = {"updateStrategy": {"type": "Recreate"}}
    steps = play(stateful_set(2, **fields), apply(2, "app:2", **fields), **RECREATE)
    assert trace(steps[1]) == "-0 -1 | +0 | +1"
    assert play(stateful_set(2, **fields))[0]["refused"]


def test_two_broken_condemned_pods_block_a_scale_in_for_good() -> None:
    two = play(stateful_set(4), broken(3), broken(2), scaled(1))
    assert trace(two[3]) == ""
    assert two[3]["end"]["blocked_on"] == ["web-2"]
    one = play(stateful_set(4), broken(3), scaled(1))
    assert trace(one[2]) == "-3 | -2 | -1"


def test_a_broken_pod_in_range_blocks_everything_above() -> None:
    steps = play(stateful_set(3), broken(0), scaled(5), apply(5, "app:2"), healed(0))
    assert [trace(step) for step in steps[2:]] == ["", "", "+3 | +4 | -2 | +2 | -1 | +1 | -0 | +0"]


def test_min_ready_seconds_is_waited_for_each_pod() -> None:
    steps = play(stateful_set(3, minReadySeconds=20))
    assert steps[0]["waits"] == [0, 20, 20, 20]


def test_min_ready_seconds_raised_beyond_the_age_of_the_pods() -> None:
    steps = play(stateful_set(2), apply(2, "app:2", minReadySeconds=4000))
    assert steps[1]["waits"] == [400, 0, 4000, 0, 4000]


@pytest.mark.parametrize(
    ("policy", "scale_in", "deletion"),
    [
        (("Retain", "Retain"), "-1", "gc-0"),
        (("Delete", "Retain"), "-1", "gc-0 gc-data-web-0:set gc-data-web-1:set"),
        (("Retain", "Delete"), "~data-web-1:pod -1 | gc-data-web-1:pod", "gc-0"),
        (("Delete", "Delete"), "~data-web-1:pod -1 | gc-data-web-1:pod", "gc-0 gc-data-web-0:set"),
    ],
)
def test_claims_by_retention_policy(policy: tuple[str, str], scale_in: str, deletion: str) -> None:
    first = stateful_set(2, claims=("data",), **retention(*policy))
    steps = play(first, scaled(1), {"op": "delete"})
    assert [trace(step) for step in steps[1:]] == [scale_in, deletion]


def test_a_claim_that_stayed_is_taken_up_again() -> None:
    steps = play(stateful_set(2, claims=("data", "log")), scaled(0), scaled(1))
    assert trace(steps[0]) == ("+data-web-0:none +log-web-0:none +0 | +data-web-1:none +log-web-1:none +1")
    assert trace(steps[2]) == "+0"


def test_orphans_are_adopted_by_a_new_set_without_a_restart() -> None:
    first = stateful_set(2, claims=("data",), **retention("Delete", "Retain"))
    steps = play(first, {"op": "delete", "cascade": "orphan"}, {"op": "create"})
    orphaned = "gcorphan 0 gcorphan 1 gcorphan data-web-0:none gcorphan data-web-1:none"
    assert [trace(step) for step in steps[1:]] == [
        orphaned,
        "adopt 0 adopt 1 ~data-web-0:set ~data-web-1:set",
    ]


def test_a_pod_on_a_lost_node_is_not_replaced_until_it_is_removed() -> None:
    lost = {"op": "node-lost", "ordinal": 1}
    steps = play(stateful_set(3), lost, scaled(4), {"op": "force-delete", "ordinal": 1})
    assert [trace(step) for step in steps[1:]] == ["", "", "+1 | +3"]
    assert steps[2]["end"]["remaining"] == {"create": ["web-3"]}
    assert steps[2]["end"]["blocked_on"] == ["web-1"]


def test_a_rollout_without_its_block_can_go_on_for_ever() -> None:
    fields: dict[str, Any] = {**PARALLEL, "updateStrategy": {"type": "RollingUpdate"}}
    steps = play(stateful_set(3, **fields), broken(0), apply(3, "app:2", **fields))
    assert steps[2]["livelock"]
    assert trace(steps[2]) == "-0 | +0 -0 +0 -0"


def test_a_complete_update_makes_the_new_revision_current_whatever_the_strategy() -> None:
    fields: dict[str, Any] = {"updateStrategy": {"type": "OnDelete"}}
    steps = play(stateful_set(1, **fields), apply(1, "app:2", **fields), scaled(0))
    assert steps[2]["end"]["currentRevision"] == 2
    older = play(stateful_set(1, **fields), apply(1, "app:2", **fields), scaled(0), kubernetes="1.36")
    assert older[2]["end"]["currentRevision"] == 1


def test_writing_out_defaults_restarts_nothing() -> None:
    escape_char = {
        "restartPolicy": "Always",
        "dnsPolicy": "ClusterFirst",
        "terminationGracePeriodSeconds": 30,
    }
    steps = play(stateful_set(2), apply(2, pod=escape_char))
    assert trace(steps[1]) == ""


def test_no_grace_means_gone_at_once() -> None:
    pod = {"terminationGracePeriodSeconds": 0}
    steps = play(stateful_set(2, pod=pod), {"op": "delete-pod", "ordinal": 1})
    assert trace(steps[1]) == "+1"


@pytest.mark.parametrize("policy", [{}, PARALLEL])
def test_no_pod_is_created_while_its_claim_belongs_to_a_pod_that_will_be_deleted(
    policy: dict[str, Any],
) -> None:
    fields: dict[str, Any] = {"claims": ("data",), **retention("Retain", "Delete"), **policy}
    lost = {"op": "node-lost", "ordinal": 1}
    steps = play(stateful_set(2, **fields), lost, scaled(1), {"op": "delete"}, apply(2, **fields))
    assert trace(steps[4]) == "+0"
    assert steps[4]["end"]["blocked_on"] == ["web-1"]
    assert steps[4]["end"]["reason"] == "a claim still belongs to a deleted pod"
    more = play(stateful_set(2, **fields), lost, scaled(1), {"op": "delete"}, apply(3, **fields))
    assert trace(more[4]) == ("+0 +data-web-2:none +2" if policy else "+0")


def test_equal_pods_of_a_snapshot_are_one_run() -> None:
    items = [stateful_set_of_a_snapshot(4), revision(), *(pod(ordinal) for ordinal in (3, 0, 1))]
    slots = beginning({"state": items, "steps": []}, lambda text: {}).slots
    assert slots.runs == ((0, 1, slots.at(0)), (3, 3, slots.at(0)))
