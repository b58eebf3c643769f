"""What a scenario may be, what is said of one that is not, and what a large one costs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stslint.forecast.manifests import Manifests
from stslint.planner.scenario import beginning, conditions_of, run_scenario, scenario_error
from stslint.planner.scenario import play as played
from stslint.planner.timeline import Plan
from tests.planner.compare import answer_to, apply, plan_of, play, stateful_set
from tests.support.work import calls_of

Json = dict[str, Any]
WEB = stateful_set(2)


def run(*steps: Json, **scenario: Any) -> Json:
    return answer_to({"id": 7, "manifest": WEB, "steps": list(steps), **scenario})


@pytest.mark.parametrize(
    ("step", "word"),
    [
        ({"op": "explode"}, "unknown step `explode`"),
        ({}, "unknown step `None`"),
        ({"op": ["create"]}, "unknown step"),
        ({"op": "scale"}, "needs `replicas`"),
        ({"op": "scale", "replicas": "3"}, "needs `replicas`"),
        ({"op": "partition", "value": True}, "needs `value`"),
        ({"op": "delete-pod"}, "needs `ordinal`"),
        ({"op": "apply", "manifest": "{"}, "cannot be read"),
        ({"op": "apply", "manifest": "[]"}, "not a mapping"),
        ({"op": "apply", "manifest": 3}, "must be the text"),
        ({"op": "scale", "replicas": 2_000_000_000}, "at most 100000"),
    ],
)
def test_a_step_that_makes_no_sense_is_an_error_and_changes_nothing(step: Json, word: str) -> None:
    answer = run({"op": "create"}, step, {"op": "scale", "replicas": 1})
    assert word in answer["error"]
    assert answer["steps"][1]["refused"] == [answer["error"]]
    assert answer["steps"][1]["end"] == answer["steps"][0]["end"]
    assert len(answer["steps"][2]["waves"]) == 1


@pytest.mark.parametrize(
    "scenario",
    [
        {"steps": None},
        {"steps": ["create"]},
        {"manifest": 3},
        {"kubernetes": "latest"},
        {"kubernetes": 1.37},
        {"gates": ["MaxUnavailableStatefulSet"]},
        {"gates": {"NoSuchGate": True}},
        {"gates": {"MaxUnavailableStatefulSet": "yes"}},
        {"gates": {"StatefulSetRecreateStrategy": True}, "kubernetes": "1.36"},
    ],
)
def test_a_scenario_that_makes_no_sense_is_an_error(scenario: Json) -> None:
    answer = run({"op": "create"}, **scenario)
    assert answer["id"] == 7
    assert answer["error"]
    assert answer["steps"] == []


@pytest.mark.parametrize(
    "step",
    [
        {"op": "create"},
        {"op": "delete-pod", "ordinal": 9},
        {"op": "delete-pod", "ordinal": -1},
        {"op": "node-lost", "ordinal": 9},
        {"op": "force-delete", "ordinal": 9},
        {"op": "node-removed", "ordinal": 0},
        {"op": "scale", "replicas": -1},
        {"op": "partition", "value": -1},
        apply(2, podManagementPolicy="Parallel"),
        apply(2, serviceName="other"),
        apply(2, claims=("data",)),
        apply(2, selector={"matchLabels": {"app": "other"}}),
        apply(2, updateStrategy={"type": "OnDelete", "rollingUpdate": {"partition": 1}}),
        apply(2, updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0}}),
        apply(2, updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "101%"}}),
        apply(2, updateStrategy={"type": "Recreate"}),
        apply(2, ordinals={"start": -1}),
        apply("three"),
    ],
)
def test_what_the_cluster_refuses_is_refused(step: Json) -> None:
    answer = run({"op": "create"}, step)
    assert "error" not in answer
    assert answer["steps"][1]["refused"]
    assert answer["steps"][1]["waves"] == []


@pytest.mark.parametrize("op", ["scale", "partition", "delete", "break-revision"])
def test_without_a_set_there_is_nothing_to_change(op: str) -> None:
    assert run({"op": op, "replicas": 1, "value": 1})["steps"][0]["refused"]


def test_a_callers_own_validation_decides() -> None:
    scenario = {"id": 1, "manifest": WEB, "steps": [{"op": "create"}]}
    calls = []

    def refuse(old: Any, new: Any, version: str) -> list[str]:
        calls.append((old, version))
        return ["spec.template: not to our taste"]

    answer = run_scenario(scenario, json.loads, refuse)
    assert answer["steps"][0]["refused"] == ["spec.template: not to our taste"]
    assert calls == [(None, "1.37")]


def test_the_plan_tells_why_what_is_replaced_and_how_long_it_takes() -> None:
    pod = {"terminationGracePeriodSeconds": 45}
    steps = [{"op": "create"}, apply(2, "app:2", minReadySeconds=10, pod=pod)]
    scenario = {"id": 1, "manifest": stateful_set(2, pod=pod), "steps": steps}
    created, updated = plan_of(scenario).steps
    second = created.waves[1].actions[0]
    assert (second.why, second.replaces) == ("lowest ordinal without a pod, and web-0 is Available", 0)
    deleted, back = updated.waves[0].actions[0], updated.waves[1].actions[0]
    assert (deleted.name, deleted.at_least, deleted.at_most) == ("web-1", 0, 45)
    assert (back.revision, back.replaces, back.at_least) == (2, 1, 10)


WHOLE = stateful_set(
    2,
    claims=("data",),
    ordinals={"start": 1},
    updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"partition": 1, "maxUnavailable": "50%"}},
    persistentVolumeClaimRetentionPolicy={"whenDeleted": "Delete", "whenScaled": "Retain"},
    pod={"volumes": [{"name": "x", "emptyDir": {"sizeLimit": "1Gi"}}], "terminationGracePeriodSeconds": 5},
)
JUNK = st.sampled_from(
    [None, True, -1, 7, 10**12, 1.5, "", "x", "1.2.3", "9e99999999", [], [1], {}, {"a": 1}]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in inner for place in places(child, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places(json.loads(WHOLE))[1:]), JUNK)
def test_junk_anywhere_in_a_manifest_is_answered(place: tuple[Any, ...], junk: Any) -> None:
    manifest = json.loads(WHOLE)
    parent = manifest
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = junk
    text = json.dumps(manifest)
    answer = run({"op": "create"}, {"op": "apply", "manifest": text}, apply(3, "app:3"))
    assert len(answer["steps"]) == 3
    assert len(run({"op": "create"}, {"op": "scale", "replicas": 1}, manifest=text)["steps"]) == 2


def test_the_cost_of_a_plan_grows_with_its_actions_only() -> None:
    small, large = calls_of_update(200), calls_of_update(1600)
    assert large < 8 * small * 1.5


def calls_of_update(replicas: int) -> int:
    """Returns how many functions are called to plan an update of that many pods."""

    def update() -> None:
        steps = play(stateful_set(replicas, podManagementPolicy="Parallel"), apply_parallel(replicas))
        assert len(steps[1]["waves"]) == 2 * replicas

    return calls_of(update)


def apply_parallel(replicas: int) -> Json:
    return apply(replicas, "app:2", podManagementPolicy="Parallel")


EARLY_GATES = "StatefulSetAutoDeletePVC, StatefulSetStartOrdinal"
GATES = f"{EARLY_GATES}, MaxUnavailableStatefulSet, StatefulSetRecreateStrategy"
NO_STEPS = "a scenario needs `steps`, a list of mappings with an `op` each"


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ({}, ""),
        ({"manifest": None, "kubernetes": None, "gates": None, "state": None}, ""),
        ({"kubernetes": "1.25"}, ""),
        ({"kubernetes": "1.36.2"}, ""),
        ({"steps": {}}, NO_STEPS),
        ({"steps": [{}, "create"]}, NO_STEPS),
        ({"manifest": 3}, "`manifest` must be the text of a manifest"),
        ({"kubernetes": "v1.36"}, '`kubernetes` must be a release such as "1.37", not `v1.36`'),
        ({"kubernetes": "1.36\n"}, '`kubernetes` must be a release such as "1.37", not `1.36\n`'),
        ({"kubernetes": 1.36}, '`kubernetes` must be a release such as "1.37", not `1.36`'),
        ({"gates": ["a"]}, "`gates` must map names of feature gates to true or false"),
        (
            {"gates": {"Other": True}},
            f"unknown feature gate `Other`: those that change a rollout are {GATES}",
        ),
        ({"gates": {"Other": 1}}, "gate `Other` must be true or false"),
        (
            {"gates": {"StatefulSetStartOrdinal": True, "Other": 1}, "kubernetes": "1.27"},
            "gate `Other` must be true or false",
        ),
        (
            {"gates": {"StatefulSetRecreateStrategy": False}, "kubernetes": "1.36"},
            "Kubernetes 1.36 has no feature gate `StatefulSetRecreateStrategy`",
        ),
        ({"gates": {"StatefulSetRecreateStrategy": False}}, ""),
        (
            {"gates": {"StatefulSetAutoDeletePVC": False}, "kubernetes": "1.34.1"},
            "Kubernetes 1.34.1 keeps gate `StatefulSetAutoDeletePVC` on",
        ),
        ({"gates": {"StatefulSetAutoDeletePVC": True}, "kubernetes": "1.34"}, ""),
        (
            {"gates": {"StatefulSetStartOrdinal": True}, "kubernetes": "1.34"},
            "Kubernetes 1.34 has no feature gate `StatefulSetStartOrdinal`",
        ),
        ({"now": "2030-01-01T00:00:00Z"}, "`now` and `assume` need a `state`"),
    ],
)
def test_what_is_wrong_with_a_scenario(scenario: Json, error: str) -> None:
    assert scenario_error({"steps": [], **scenario}) == error


def test_a_wrong_scenario_and_a_wrong_step_are_the_error_of_a_plan() -> None:
    assert plan_of({"id": 1, "steps": 3}) == Plan(1, (), NO_STEPS)
    steps = [{"op": "create"}, {"op": "a"}, {"op": "b"}]
    wrong = plan_of({"id": 1, "manifest": WEB, "steps": steps})
    assert wrong.error.startswith("unknown step `a`: ")
    assert len(wrong.steps) == 3


def test_a_known_beginning_is_not_played_again() -> None:
    manifests = Manifests()
    steps = [{"op": "create"}, {"op": "scale", "replicas": 3}, {"op": "scale", "replicas": 1}]
    scenario = {"id": 1, "manifest": WEB, "steps": steps}
    whole = played(scenario, manifests.decode, manifests.refuse)
    first = played({**scenario, "steps": steps[:2]}, manifests.decode, manifests.refuse)
    assert whole[:2] == first
    assert played(scenario, manifests.decode, manifests.refuse, first) == whole
    assert played(scenario, manifests.decode, manifests.refuse, whole) == whole
    begun = first[0].cluster
    (scaled,) = played({**scenario, "steps": steps[1:2]}, manifests.decode, manifests.refuse, (), begun)
    assert scaled == first[1]


def test_the_longest_min_ready_seconds_of_any_manifest_is_how_far_back_readiness_matters() -> None:
    manifests = Manifests()
    texts = [stateful_set(1, minReadySeconds=seconds) for seconds in (20, 50, 30)]
    steps: list[Json] = [{"op": "apply", "manifest": text} for text in (*texts[1:], "{", 3)]
    assert beginning({"manifest": texts[0], "steps": steps}, manifests.decode).patience == 50
    assert beginning({"steps": [{"op": "create"}]}, manifests.decode).patience == 0
    assert (
        beginning({"manifest": '{"spec": {"minReadySeconds": "x"}}', "steps": []}, json.loads).patience == 0
    )


@pytest.mark.parametrize(
    ("before", "after", "waits"),
    [(0, 3600, [0]), (0, 4000, [400]), (5, 4000, [395]), (3000, 4000, [0]), (3000, 9000, [2400])],
)
def test_a_longer_min_ready_seconds_counts_from_when_pods_became_ready(
    before: int, after: int, waits: list[int]
) -> None:
    """The newest pod became Available an hour before."""
    steps = play(stateful_set(2, minReadySeconds=before), apply(2, minReadySeconds=after))
    assert steps[1]["waits"] == waits


def test_the_conditions_of_a_scenario_are_a_release_and_its_gates() -> None:
    early = frozenset({"StatefulSetAutoDeletePVC", "StatefulSetStartOrdinal"})
    assert conditions_of({"kubernetes": "1.27.3"}) == ((1, 27), early)
    switched = {"kubernetes": "1.25", "gates": {"StatefulSetAutoDeletePVC": True}}
    assert conditions_of(switched) == ((1, 25), frozenset({"StatefulSetAutoDeletePVC"}))
    release, gates = conditions_of({})
    assert release == (1, 37)
    assert gates == {"StatefulSetAutoDeletePVC", "StatefulSetStartOrdinal", "MaxUnavailableStatefulSet"}
