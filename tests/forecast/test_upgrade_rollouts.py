"""Rollouts that two versions perform differently: what is known of other StatefulSets changes none."""

from __future__ import annotations

import json
from itertools import product

import pytest

from stslint.forecast.manifests import Manifests
from stslint.forecast.upgrade_rollouts import Rollouts
from stslint.planner.plan_steps import stuck_at
from stslint.planner.resting_state import pod_name
from stslint.planner.scenario import last_rollout
from tests.planner.compare import Json, plan_of, rolling, stateful_set
from tests.planner.generate_scenarios import scenarios
from tests.support.work import calls_of

REPLICAS = (5,)
POLICIES = ("OrderedReady", "Parallel")
STRATEGIES = (
    {"type": "OnDelete"},
    {"type": "RollingUpdate"},
    rolling(partition=2),
    rolling(maxUnavailable=2),
    rolling(maxUnavailable="50%"),
)
OTHERS: tuple[Json, ...] = (
    {},
    {"minReadySeconds": 30},
    {"ordinals": {"start": 5}},
    {"pod": {"terminationGracePeriodSeconds": 0}},
)


def manifests() -> list[Json]:
    """Returns StatefulSets that differ in what can decide on a rollout, each with a name of its own."""
    made: list[Json] = []
    for replicas, policy, strategy, other in product(REPLICAS, POLICIES, STRATEGIES, OTHERS):
        fields = {"podManagementPolicy": policy, "updateStrategy": strategy, **other}
        manifest = json.loads(stateful_set(replicas, **fields))
        manifest["metadata"]["name"] = f"db{len(made)}"
        made.append(manifest)
    return made


@pytest.mark.parametrize(("old", "new"), [("1.26", "1.27"), ("1.30", "1.37")])
def test_rollouts_that_others_are_known_of_differ_in_the_same(old: str, new: str) -> None:
    shared = Rollouts()
    found = [(list(shared.changes(each, old, new)), each) for each in manifests()]
    assert any(changes for changes, _ in found)
    for changes, manifest in found:
        assert changes == list(Rollouts().changes(manifest, old, new))
        assert all(manifest["metadata"]["name"] in text for _, text in changes)


def test_a_template_with_the_annotation_of_the_probe_is_not_another_one() -> None:
    manifest = json.loads(stateful_set(4, updateStrategy=rolling(maxUnavailable=2)))
    shared = Rollouts()
    assert next(text for _, text in shared.changes(manifest, "1.30", "1.37")).startswith("a rolling update")
    manifest["spec"]["template"]["metadata"]["annotations"] = {"stslint/upgrade": "probe"}
    assert not [text for _, text in shared.changes(manifest, "1.30", "1.37") if "a rolling update" in text]


def test_a_manifest_that_one_version_refuses_has_no_rollouts() -> None:
    manifest = json.loads(stateful_set(3, updateStrategy={"type": "Recreate"}))
    assert list(Rollouts().changes(manifest, "1.30", "1.37")) == []


def test_the_rollouts_of_equal_stateful_sets_are_played_once() -> None:
    manifest = json.loads(stateful_set(300))
    shared = Rollouts()
    first, second = (calls_of(lambda: list(shared.changes(manifest, "1.25", "1.37"))) for _ in range(2))
    assert second < first / 5


def test_the_last_rollout_has_the_actions_of_the_plan() -> None:
    read = Manifests()
    for scenario in scenarios(7, 40):
        step = (plan_of(scenario).steps or (None,))[-1]
        rollout = last_rollout(scenario, read.decode, read.refuse)
        if rollout is None:
            continue
        assert step is not None
        played = [
            (waited, [(deed.kind, ordinal) for ordinal, deed in deeds]) for waited, deeds in rollout.waves
        ]
        assert played == [(each.waited, [(a.kind, a.ordinal) for a in each.actions]) for each in step.waves]
        is_done = not any(step.end.remaining) and not step.livelock
        assert stuck_at(rollout) == (() if is_done else step.end.blocked_on)
        assert {
            pod_name(rollout.cluster, first) for first, _, slot in rollout.cluster.slots.runs if slot.pod
        } <= {pod.name for pod in step.end.pods}
