"""What the controller of older Kubernetes versions does differently, one example each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.planner.compare import Json, answer_to, apply, play, ready, rolling, stateful_set, trace

DELETE = {"whenDeleted": "Delete", "whenScaled": "Delete"}


def claims(step: Json) -> list[Any]:
    return [claim["owner"] for claim in step["end"]["pvcs"]]


@pytest.mark.parametrize(("version", "left"), [("1.26", 3), ("1.27", 1)])
def test_a_retention_policy_has_no_effect_before_1_27(version: str, left: int) -> None:
    first = stateful_set(3, claims=("data",), persistentVolumeClaimRetentionPolicy=DELETE)
    _, scaled = play(first, {"op": "scale", "replicas": 1}, kubernetes=version)
    assert len(claims(scaled)) == left


@pytest.mark.parametrize(
    ("version", "pods"), [("1.25", ""), ("1.26", "0@1 1@1"), ("1.27", "5@1 6@1"), ("1.37", "5@1 6@1")]
)
def test_ordinals_are_refused_then_ignored_then_used(version: str, pods: str) -> None:
    (created,) = play(stateful_set(2, ordinals={"start": 5}), kubernetes=version)
    assert ready(created) == pods
    assert ["has no field `ordinals`" in text for text in created.get("refused", ())] == (
        [True] if version == "1.25" else []
    )


def test_a_gate_turns_a_field_on_early() -> None:
    gates = {"StatefulSetStartOrdinal": True}
    (created,) = play(stateful_set(1, ordinals={"start": 5}), kubernetes="1.26", gates=gates)
    assert ready(created) == "5@1"


@pytest.mark.parametrize(("version", "seconds"), [("1.33", 30), ("1.34", 90)])
def test_a_parallel_update_waits_for_available_pods_from_1_34_on(version: str, seconds: int) -> None:
    parallel: Json = {"podManagementPolicy": "Parallel", "minReadySeconds": 30}
    _, updated = play(stateful_set(3, **parallel), apply(3, "app:2", **parallel), kubernetes=version)
    assert sum(updated["waits"]) == seconds


@pytest.mark.parametrize(("version", "expected"), [("1.36", "-2"), ("1.37", "-2 -1")])
def test_max_unavailable_has_no_effect_before_1_37(version: str, expected: str) -> None:
    strategy: Json = {"updateStrategy": rolling(maxUnavailable=2)}
    _, updated = play(stateful_set(3, **strategy), apply(3, "app:2", **strategy), kubernetes=version)
    assert trace(updated).partition(" | ")[0] == expected


@pytest.mark.parametrize(
    ("version", "gate", "on", "error"),
    [
        ("1.22", "StatefulSetAutoDeletePVC", True, "has no feature gate"),
        ("1.23", "StatefulSetAutoDeletePVC", True, ""),
        ("1.23", "MaxUnavailableStatefulSet", True, "has no feature gate"),
        ("1.24", "MaxUnavailableStatefulSet", True, ""),
        ("1.36", "StatefulSetRecreateStrategy", True, "has no feature gate"),
        ("1.37", "StatefulSetRecreateStrategy", True, ""),
        ("1.25", "StatefulSetStartOrdinal", True, "has no feature gate"),
        ("1.31", "StatefulSetStartOrdinal", False, "keeps gate `StatefulSetStartOrdinal` on"),
        ("1.31", "StatefulSetStartOrdinal", True, ""),
        ("1.30", "StatefulSetStartOrdinal", False, ""),
        ("1.33", "StatefulSetStartOrdinal", True, ""),
        ("1.34", "StatefulSetStartOrdinal", True, "has no feature gate"),
        ("1.31", "StatefulSetAutoDeletePVC", False, ""),
        ("1.32", "StatefulSetAutoDeletePVC", False, "keeps gate `StatefulSetAutoDeletePVC` on"),
        ("1.34", "StatefulSetAutoDeletePVC", True, ""),
        ("1.35", "StatefulSetAutoDeletePVC", True, "has no feature gate"),
    ],
)
def test_a_gate_is_known_while_it_can_be_set(version: str, gate: str, on: bool, error: str) -> None:
    scenario = {"manifest": stateful_set(1), "steps": [{"op": "create"}], "kubernetes": version}
    answer = answer_to({**scenario, "gates": {gate: on}})
    assert error in answer.get("error", "")
    assert bool(answer.get("error")) == bool(error)


@pytest.mark.parametrize(("version", "current"), [("1.26", 2), ("1.27", 1)])
def test_an_update_is_complete_with_all_replicas_since_1_27(version: str, current: int) -> None:
    """No pod can be created here: one of a deleted StatefulSet has its name."""
    ghost: list[Json] = [{"op": "node-lost", "ordinal": 0}, {"op": "delete"}, {"op": "create"}]
    steps = play(stateful_set(1), *ghost, apply(1, "app:2"), kubernetes=version)
    assert steps[4]["end"]["currentRevision"] == current


@pytest.mark.parametrize(("version", "current"), [("1.36", 1), ("1.37", 2)])
def test_any_strategy_completes_since_1_37(version: str, current: int) -> None:
    fields: Json = {"updateStrategy": {"type": "OnDelete"}}
    deleted = {"op": "delete-pod", "ordinal": 0}
    steps = play(stateful_set(1, **fields), apply(1, "app:2", **fields), deleted, kubernetes=version)
    assert ready(steps[2]) == "0@2"
    assert steps[2]["end"]["currentRevision"] == current


@pytest.mark.parametrize(("version", "expected"), [("1.26", "adopt 0"), ("1.27", "adopt 0 +data-web-0:none")])
def test_a_pending_pod_gets_its_missing_claims_since_1_27(version: str, expected: str) -> None:
    orphaned: list[Json] = [apply(1, "app:bad", broken=True), {"op": "delete", "cascade": "orphan"}]
    steps = play(stateful_set(0), *orphaned, apply(1, "app:bad", claims=("data",)), kubernetes=version)
    assert trace(steps[3]) == expected


def test_parallel_goes_on_below_a_pending_pod_whose_claims_it_made() -> None:
    parallel: Json = {"podManagementPolicy": "Parallel"}
    bad = apply(1, "app:bad", broken=True, **parallel)
    with_claims = apply(1, "app:bad", claims=("data",), **parallel)
    steps = play(stateful_set(0, **parallel), bad, {"op": "delete", "cascade": "orphan"}, with_claims)
    assert trace(steps[3]) == "adopt 0 +data-web-0:none ~0"


def test_before_1_37_a_broken_old_pod_is_replaced_in_its_turn() -> None:
    """It counts against maxUnavailable before it is deleted and after, so the next one can follow at once."""
    fields: Json = {"podManagementPolicy": "Parallel", "updateStrategy": rolling(maxUnavailable=2)}
    scenario = {"kubernetes": "1.36", "gates": {"MaxUnavailableStatefulSet": True}}
    steps = play(
        stateful_set(3, **fields), {"op": "break-pod", "ordinal": 2}, apply(3, "app:2", **fields), **scenario
    )
    assert trace(steps[2]) == "-2 -1 | +1 +2 | -0 | +0"


@pytest.mark.parametrize(("version", "expected"), [("1.36", ""), ("1.37", "-0 | +0")])
def test_parallel_replaces_broken_old_pods_without_counting_them_since_1_37(
    version: str, expected: str
) -> None:
    fields: Json = {"podManagementPolicy": "Parallel"}
    scenario = {"kubernetes": version, "gates": {"MaxUnavailableStatefulSet": True}}
    steps = play(
        stateful_set(2, **fields), {"op": "break-pod", "ordinal": 0}, apply(2, "app:2", **fields), **scenario
    )
    assert trace(steps[2]) == expected
