"""A rollout that is known from another StatefulSet is the one that it would have had."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.forecast.manifests import Manifests
from stslint.planner import simulation_loop
from stslint.planner.plan_size import PlanSize
from stslint.planner.rollout_memory import RolloutMemory
from stslint.planner.scenario import play
from stslint.planner.step_memory import Stop
from tests.planner import recording
from tests.planner.compare import apply, stateful_set

Json = dict[str, Any]


def played(scenario: Json, memory: RolloutMemory | None) -> list[Stop]:
    """Returns the ends of all steps without their sizes, which say how long it took to find them."""
    manifests = Manifests()
    stops = play(scenario, manifests.decode, manifests.refuse, rollouts=memory)
    return [stop._replace(size=PlanSize()) for stop in stops]


def scenario_of(first: str, *steps: Json) -> Json:
    return {"manifest": first, "steps": [{"op": "create"}, *steps]}


def renamed(scenario: Json, name: str) -> Json:
    """Returns a scenario without a state in which the StatefulSet has another name."""
    whole: Json = json.loads(json.dumps(scenario))
    for holder in (whole, *whole["steps"]):
        if isinstance(holder.get("manifest"), str):
            manifest = json.loads(holder["manifest"])
            manifest["metadata"]["name"] = name
            holder["manifest"] = json.dumps(manifest)
    return whole


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rollouts that were simulated, by their numbers of waves."""
    seen: list[int] = []
    run = simulation_loop.run

    def counted(*args: Any) -> simulation_loop.Rollout:
        rollout = run(*args)
        seen.append(len(rollout.waves))
        return rollout

    monkeypatch.setattr(simulation_loop, "run", counted)
    return seen


def test_recorded_rollouts_of_other_names_are_the_same_with_one_memory() -> None:
    memory = RolloutMemory()
    for recorded in recording.read("1.37")[:60]:
        for name in ("web", "a-1", "zz"):
            scenario = renamed(recorded, name)
            assert played(scenario, memory) == played(scenario, None), recorded["id"]


def test_a_statefulset_of_another_name_and_image_has_a_known_rollout(runs: list[int]) -> None:
    memory = RolloutMemory()
    first, other = stateful_set(5), stateful_set(5, "other:1").replace('"web"', '"db"')
    one = played(scenario_of(first, apply(5, "app:2")), memory)
    assert len(runs) == 2
    again = apply(5, "other:2")
    two = played(
        scenario_of(other, {**again, "manifest": again["manifest"].replace('"web"', '"db"')}), memory
    )
    assert len(runs) == 2
    assert [pod.name for pod in two[1].plan.end.pods] == [f"db-{ordinal}" for ordinal in range(5)]
    assert two[1].cluster.set is not None
    assert one[1].cluster.set is not None
    assert two[1].cluster.set.status == one[1].cluster.set.status


@pytest.mark.parametrize(
    "fields",
    [
        {"replicas": 4},
        {"podManagementPolicy": "Parallel"},
        {"minReadySeconds": 5},
        {"ordinals": {"start": 1}},
        {"updateStrategy": {"type": "OnDelete"}},
        {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 2}}},
        {"updateStrategy": {"rollingUpdate": {"partition": 2}}},
        {"claims": ("data",)},
        {"pod": {"terminationGracePeriodSeconds": 0}},
    ],
    ids=str,
)
def test_what_a_rollout_depends_on_is_compared(fields: Json, runs: list[int]) -> None:
    memory = RolloutMemory()
    played(scenario_of(stateful_set(3)), memory)
    other = scenario_of(stateful_set(**{"replicas": 3, **fields}))
    assert played(other, memory) == played(other, None)
    assert len(runs) == 3


@pytest.mark.parametrize("broken", [False, True])
def test_a_revision_that_cannot_start_has_its_own_rollout(broken: bool, runs: list[int]) -> None:
    memory = RolloutMemory()
    played(scenario_of(stateful_set(3), apply(3, "app:2", broken=not broken)), memory)
    played(scenario_of(stateful_set(3), apply(3, "app:2", broken=broken)), memory)
    assert len(runs) == 3


def test_orphans_are_adopted_by_the_selector_of_each(runs: list[int]) -> None:
    memory = RolloutMemory()
    left = {"op": "delete", "cascade": "orphan"}
    known = scenario_of(stateful_set(2), left, {"op": "create"})
    played(known, memory)
    before = len(runs)
    strange = stateful_set(2, selector={"matchLabels": {"app": "web", "tier": "db"}})
    assert played({**known, "steps": [*known["steps"][:2], {"op": "create", "manifest": strange}]}, memory)
    assert len(runs) > before


def test_claims_are_deleted_in_the_order_of_their_full_names() -> None:
    memory = RolloutMemory()
    claims = ("data", "data-n")
    policy = {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "Delete"}}
    for name in ("a", "web"):
        first = renamed(scenario_of(stateful_set(2, "app:1", claims, **policy)), name)
        scenario = {**first, "steps": [*first["steps"], {"op": "scale", "replicas": 0}]}
        assert played(scenario, memory) == played(scenario, None)


def test_a_long_rollout_is_not_kept(runs: list[int]) -> None:
    memory = RolloutMemory()
    for _ in range(2):
        played(scenario_of(stateful_set(1_100)), memory)
    assert len(runs) == 2
