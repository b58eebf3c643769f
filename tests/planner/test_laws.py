"""Laws that hold for every scenario, however odd."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from stslint.planner.timeline import StepPlan, planned_actions
from tests.planner.compare import answer_to, plan_of, play, stateful_set, trace
from tests.planner.generate_scenarios import scenario

Json = dict[str, Any]

walks = st.integers(0, 2**32).map(lambda seed: {"id": seed, **scenario(random.Random(seed))})
counts = st.integers(0, 9)
policies = st.sampled_from(["OrderedReady", "Parallel"])
some = settings(max_examples=60, deadline=None)


def steps_in_force(walk: Json) -> Iterator[tuple[Json, StepPlan]]:
    """Yields each step's plan with the manifest that is in force after it: a refused one is not."""
    manifest = walk["manifest"]
    for step, planned in zip(walk["steps"], plan_of(walk).steps, strict=True):
        if step.get("manifest") and not planned.refused:
            manifest = step["manifest"]
        yield json.loads(manifest), planned


@some
@given(walks)
def test_names_are_unique_and_a_plan_always_ends(walk: Json) -> None:
    answer = answer_to(walk)
    assert len(answer["steps"]) == len(walk["steps"])
    for step in answer["steps"]:
        for kind in ("pods", "pvcs"):
            names = [thing["name"] for thing in step["end"][kind]]
            assert len(names) == len(set(names))


@some
@given(walks)
def test_an_answer_is_the_same_each_time_and_plain_json(walk: Json) -> None:
    answer = answer_to(walk)
    assert json.loads(json.dumps(answer)) == answer_to(walk)


@some
@given(walks)
def test_a_step_ends_where_the_spec_says_or_says_why_not(walk: Json) -> None:
    for step in answer_to(walk)["steps"]:
        end = step["end"]
        if "remaining" in end:
            assert end["blocked_on"]
            assert end["reason"]


@some
@given(walks)
def test_every_action_says_why(walk: Json) -> None:
    for action in planned_actions(plan_of(walk)):
        assert "{" not in action.why
        assert action.at_least >= 0
        assert action.at_most is None or action.at_most >= 0


@some
@given(walks)
def test_a_refused_step_stores_nothing(walk: Json) -> None:
    steps = answer_to(walk)["steps"]
    for before, after in itertools.pairwise(steps):
        if after.get("refused") and not before.get("livelock") and not after.get("livelock"):
            assert after["end"]["updateRevision"] == before["end"]["updateRevision"]


@some
@given(counts, counts, counts, policies, st.integers(0, 3))
def test_without_trouble_every_change_is_carried_out(
    first: int, then: int, partition: int, policy: str, start: int
) -> None:
    fields: Json = {"podManagementPolicy": policy, "ordinals": {"start": start}}
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": partition}}
    changed = stateful_set(then, "app:2", **fields, updateStrategy=strategy)
    end = play(stateful_set(first, **fields), {"op": "apply", "manifest": changed})[1]["end"]
    assert [pod["name"] for pod in end["pods"]] == [f"web-{start + index}" for index in range(then)]
    assert all(pod["ready"] for pod in end["pods"])
    assert "remaining" not in end
    kept = min(partition, first, then)
    assert {pod["revision"] for pod in end["pods"][kept:]} <= {1, 2}
    assert all(pod["revision"] == 2 for pod in end["pods"][partition:])


@some
@given(counts, counts, policies)
def test_nothing_changed_plans_nothing(replicas: int, partition: int, policy: str) -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": partition}}
    text = stateful_set(replicas, podManagementPolicy=policy, updateStrategy=strategy)
    assert trace(play(text, {"op": "apply", "manifest": text})[1]) == ""


@some
@given(counts, counts, policies)
def test_below_the_partition_nothing_is_touched(replicas: int, partition: int, policy: str) -> None:
    fields: Json = {
        "podManagementPolicy": policy,
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": partition}},
    }
    text = stateful_set(replicas, "app:2", **fields)
    update = play(stateful_set(replicas, **fields), {"op": "apply", "manifest": text})[1]
    touched = {action["ordinal"] for wave in update["waves"] for action in wave}
    assert touched == set(range(partition, replicas))


@some
@given(walks)
@example({"id": 794, **scenario(random.Random(794))})
def test_ordered_ready_creates_nothing_above_a_pod_that_is_not_ready(walk: Json) -> None:
    for manifest, step in steps_in_force(walk):
        if manifest["spec"].get("podManagementPolicy", "OrderedReady") == "OrderedReady":
            assert_one_creation_a_wave(step)


def assert_one_creation_a_wave(step: StepPlan) -> None:
    """In a wave no pod moves on, so a second creation would stand above one that is not Ready."""
    for wave in step.waves:
        created = [action.ordinal for action in wave.actions if action.kind == "create-pod"]
        assert len(created) <= 1 or step.livelock
