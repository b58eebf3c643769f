"""Rollouts of many pods with leaps are those without."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterable
from typing import Any

import pytest

from stslint.planner import controller, leap, simulation_loop
from stslint.planner.ordinals import Ordinals
from stslint.planner.spec import read_revision, read_spec
from stslint.planner.state import EMPTY, Cluster, Pod, Slot, StatefulSet, Status
from stslint.planner.sync import SyncProgress
from tests.planner.compare import answer_to, apply, play, rolling, stateful_set
from tests.planner.generate_scenarios import scenarios

Json = dict[str, Any]
LARGER = 19
SEEDS = range(900, 906 if os.environ.get("STSLINT_LONG_TESTS") else 902)
PLACES = (("spec", "replicas"), ("spec", "updateStrategy", "rollingUpdate", "partition"))
BARE = {"updateStrategy": {"type": "RollingUpdate"}}
"""Without a rollingUpdate block, the controller creates missing pods by status.currentReplicas."""


def with_fields(scenario: Json, **fields: Any) -> Json:
    """Returns a scenario with these fields in the spec of each of its manifests."""
    whole = copy.deepcopy(scenario)
    for holder in (whole, *whole["steps"]):
        if isinstance(holder.get("manifest"), str):
            manifest = json.loads(holder["manifest"])
            manifest["spec"] |= fields
            holder["manifest"] = json.dumps(manifest)
    return whole


def enlarged(scenario: Json, factor: int) -> Json:
    """Returns a scenario with that many times as many pods; ordinals and partitions are at the same share."""
    whole = copy.deepcopy(scenario)
    whole["manifest"] = larger_manifest(whole["manifest"], factor)
    for step in whole["steps"]:
        if isinstance(step.get("manifest"), str):
            step["manifest"] = larger_manifest(step["manifest"], factor)
        for key in ("replicas", "value", "ordinal"):
            if isinstance(step.get(key), int):
                step[key] *= factor
    return whole


def larger_manifest(text: str, factor: int) -> str:
    manifest = json.loads(text)
    for *parents, last in PLACES:
        holder = manifest
        for key in parents:
            holder = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(holder, dict) and isinstance(holder.get(last), int):
            holder[last] *= factor
    return json.dumps(manifest)


def both(scenario: Json, monkeypatch: pytest.MonkeyPatch) -> tuple[Json, Json, int]:
    """Returns the answers with and without leaps, and the number of leaps."""
    leaps = 0

    def counted(*arguments: Any) -> leap.Leap | None:
        nonlocal leaps
        found = leap.leap(*arguments)
        leaps += found is not None
        return found

    monkeypatch.setattr(simulation_loop, "leap", counted)
    with_leaps = answer_to(scenario)
    monkeypatch.setattr(simulation_loop, "leap", lambda *_: None)
    return with_leaps, answer_to(scenario), leaps


def assert_equal_with_leaps(rollouts: Iterable[Json], monkeypatch: pytest.MonkeyPatch) -> None:
    """Asserts that rollouts are those without leaps, and that there were any."""
    leaps = 0
    for scenario in rollouts:
        leaping, plain, found = both(scenario, monkeypatch)
        assert leaping == plain, scenario["id"]
        leaps += found
    assert leaps


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("factor", [7, LARGER])
def test_generated_rollouts_with_leaps_are_those_without(
    seed: int, factor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_equal_with_leaps((enlarged(each, factor) for each in scenarios(seed, 25)), monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        BARE,
        BARE | {"podManagementPolicy": "Parallel"},
        BARE | {"minReadySeconds": 7},
        {"minReadySeconds": 30},
        {"updateStrategy": rolling(maxUnavailable=3), "minReadySeconds": 7},
        {"updateStrategy": rolling(partition=9, maxUnavailable=5)},
        {"updateStrategy": rolling(maxUnavailable="10%"), "podManagementPolicy": "Parallel"},
    ],
)
@pytest.mark.parametrize("factor", [7, LARGER])
def test_generated_rollouts_with_other_fields_are_the_same_with_leaps(
    fields: Json, factor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    larger = (enlarged(each, factor) for each in scenarios(factor, 25))
    assert_equal_with_leaps((with_fields(each, **fields) for each in larger), monkeypatch)


@pytest.mark.parametrize("replicas", [*range(10, 40), 200])
def test_an_update_of_any_size_is_the_same_with_leaps(replicas: int, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "web"},
        "spec": {
            "replicas": replicas,
            "serviceName": "web",
            "selector": {"matchLabels": {"app": "web"}},
            "updateStrategy": {"rollingUpdate": {"partition": 3}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "c", "image": "app:1"}]},
            },
        },
    }
    changed = json.dumps(manifest).replace("app:1", "app:2")
    steps = [{"op": "create"}, {"op": "apply", "manifest": changed}, {"op": "scale", "replicas": 2}]
    leaping, plain, leaps = both({"id": "t", "manifest": json.dumps(manifest), "steps": steps}, monkeypatch)
    assert leaping == plain
    assert leaps or replicas < 25


def repetition(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Cluster], list[leap.Wave]]:
    """Returns what the first leap of a rollout is given: the clusters after the last waves, and all waves."""
    given: list[tuple[list[Cluster], list[leap.Wave]]] = []

    def noted(marks: list[Cluster], waves: list[leap.Wave]) -> leap.Leap | None:
        found = leap.leap(marks, waves)
        if found is not None:
            given.append((list(marks), list(waves)))
        return found

    monkeypatch.setattr(simulation_loop, "leap", noted)
    play(stateful_set(40, claims=("data",)))
    return given[0]


def test_only_equal_waves_are_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these waves creates a claim and a pod."""
    marks, (*waves, last) = repetition(monkeypatch)
    found = leap.leap(marks, [*waves, last])
    assert found is not None
    assert found.waves[0] == (0, tuple((ordinal + 1, deed) for ordinal, deed in last[1]))
    (ordinal, claim), (_, pod) = last[1]
    for other in (
        (5, last[1]),
        (0, ((ordinal, claim),)),
        (0, ((ordinal, claim), (ordinal, pod._replace(why="missing-first")))),
        (0, ((ordinal, claim), (ordinal + 1, pod))),
    ):
        assert leap.leap(marks, [*waves, other]) is None
    assert leap.leap(marks, [*waves[:-1], (5, waves[-1][1]), last]) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"claims": ("data",)},
        {"minReadySeconds": 7},
        BARE,
        BARE | {"minReadySeconds": 7, "ordinals": {"start": 5}},
        {"updateStrategy": rolling(maxUnavailable=3, partition=4)},
    ],
)
@pytest.mark.parametrize("last", ["create", "update", "scale in", "scale out"])
def test_a_leap_ends_where_its_waves_lead(fields: Json, last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole state is the same, with the counts of the status and the time."""
    asked: list[tuple[list[Cluster], list[leap.Wave]]] = []

    def noted(marks: list[Cluster], waves: list[leap.Wave]) -> None:
        if asked and len(waves) <= len(asked[-1][1]):  # another rollout begins
            asked.clear()
        asked.append((list(marks), list(waves)))

    monkeypatch.setattr(simulation_loop, "leap", noted)
    steps: dict[str, list[Json]] = {
        "create": [],
        "update": [apply(70, "app:2", **fields)],
        "scale in": [{"op": "scale", "replicas": 2}],
        "scale out": [{"op": "scale", "replicas": 150}],
    }
    play(stateful_set(70, **fields), *steps[last])
    ends = {len(waves): marks[-1] for marks, waves in asked}
    leaps = [(len(waves), found) for marks, waves in asked if (found := leap.leap(marks, waves))]
    for before, found in leaps:
        after = before + len(found.waves)
        assert list(found.waves) == asked[-1][1][before:after]
        assert found.cluster == ends[after]
    assert leaps


@pytest.mark.parametrize("change", [{"current_revision": 2}, {"current_revision": 0}, {"progress": "x"}])
def test_where_more_than_counts_changed_there_is_no_repetition(
    change: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    (*marks, third, second, last), waves = repetition(monkeypatch)
    assert third.set is not None
    status = third.set.status._replace(**change)
    other = third._replace(set=third.set._replace(status=status))
    assert leap.leap([*marks, other, second, last], waves) is None


def test_where_more_than_pods_and_status_changed_there_is_no_repetition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (*marks, third, second, last), waves = repetition(monkeypatch)
    assert third.set is not None
    assert leap.leap([*marks, third, second, last], waves) is not None
    edited = third._replace(set=third.set._replace(generation=9))
    for other in (edited, third._replace(revisions=()), third._replace(gates=frozenset({"A"}))):
        assert leap.leap([*marks, other, second, last], waves) is None


@pytest.mark.parametrize("cascade", ["background", "orphan"])
def test_the_deletion_of_many_pods_is_no_repetition(cascade: str) -> None:
    deleted = play(stateful_set(40), {"op": "delete", "cascade": cascade})[1]
    assert len(deleted["waves"]) == 1
    assert len(deleted["end"]["pods"]) == (40 if cascade == "orphan" else 0)


@pytest.mark.parametrize(("start", "partition"), [(20, 20), (40, 8), (3, 60)])
def test_a_partition_counts_from_the_first_ordinal(
    start: int, partition: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields: Json = {"ordinals": {"start": start}, "updateStrategy": rolling(partition=partition)}
    steps: list[Json] = [{"op": "create"}, apply(90, "app:2", **fields), {"op": "scale", "replicas": 5}]
    leaping, plain, leaps = both(
        {"id": 1, "manifest": stateful_set(90, **fields), "steps": steps}, monkeypatch
    )
    assert leaping == plain
    assert leaps


def syncs(fields: Json, replicas: int, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> list[int]:
    """Returns how many syncs it takes to create that many pods, to update them, and to scale them in to 3.

    ``changed`` are fields that the update changes.
    """
    count = 0

    def counted(cluster: Cluster) -> SyncProgress:
        nonlocal count
        count += 1
        return sync(cluster)

    sync = controller.sync
    steps = [apply(replicas, "app:2", **fields | changed), {"op": "scale", "replicas": 3}]
    with monkeypatch.context() as patched:
        patched.setattr(controller, "sync", counted)
        until = []
        for number in range(len(steps) + 1):
            count = 0
            play(stateful_set(replicas, **fields), *steps[:number])
            until.append(count)
    return [after - before for before, after in zip([0, *until], until, strict=False)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"ordinals": {"start": 7}},
        {"updateStrategy": rolling(partition=20)},
        {"updateStrategy": {"type": "OnDelete"}},
        {"podManagementPolicy": "Parallel"},
        BARE,
        BARE | {"podManagementPolicy": "Parallel"},
        {"minReadySeconds": 9},
        BARE | {"minReadySeconds": 9, "ordinals": {"start": 7}},
    ],
)
def test_more_pods_take_no_more_syncs(fields: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    few = syncs(fields, 60, monkeypatch)
    assert syncs(fields, 300, monkeypatch) == few
    assert max(few) < 2 * 60


@pytest.mark.parametrize("most", [2, 4, 7])
def test_an_update_of_several_pods_in_order_takes_no_more_syncs_for_more_pods(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"updateStrategy": rolling(maxUnavailable=most)}
    few = syncs(fields, 40 * most, monkeypatch)
    assert syncs(fields, 80 * most, monkeypatch) == few


@pytest.mark.parametrize("longer", [10, 60])
def test_a_longer_min_ready_seconds_later_takes_no_more_syncs(
    longer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (
        syncs({"minReadySeconds": 1}, replicas, monkeypatch, minReadySeconds=longer) for replicas in (60, 300)
    )
    assert few == many


def test_a_leap_stops_where_there_are_as_many_pods_as_replicas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The update is complete once those out of range make up for the missing ones; then it gets stuck."""
    manifest = json.loads(stateful_set(100))
    stored = StatefulSet("web", manifest, read_spec(manifest, 2), status=Status(current_revision=1))
    updated = Slot(Pod(2, scheduled=True, running=True, ready=True))
    runs = ((0, 9, updated), (80, 80, Slot(broken=True)), (200, 229, updated))
    revisions = tuple(read_revision(json.loads(stateful_set(100, image))) for image in ("app:1", "app:2"))
    met = Cluster("web", stored, Ordinals(EMPTY, runs), revisions)
    leaping = simulation_loop.run(met)
    monkeypatch.setattr(simulation_loop, "leap", lambda *_: None)
    every = simulation_loop.run(met)
    assert leaping._replace(turns=every.turns) == every
    assert leaping.turns < every.turns
    assert leaping.cluster.set
    assert leaping.cluster.set.status.current_revision == 2


@pytest.mark.parametrize("most", [2, 3, 5])
@pytest.mark.parametrize("replicas", [*range(150, 155)])
def test_an_update_of_several_pods_at_once_is_the_same_with_leaps(
    most: int, replicas: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = {"rollingUpdate": {"partition": 30, "maxUnavailable": most}}
    fields: Json = {"podManagementPolicy": "Parallel", "updateStrategy": strategy, "ordinals": {"start": 2}}
    steps: list[Json] = [{"op": "create"}, apply(replicas, "app:2", **fields)]
    scenario = {"id": "t", "manifest": stateful_set(replicas, **fields), "steps": steps}
    leaping, plain, leaps = both(scenario, monkeypatch)
    assert leaping == plain
    assert leaps


@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("updated", [20, 75, 76, 77, 130])
def test_a_pod_that_is_updated_already_is_no_place_to_leap_over(
    most: int, updated: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parallel: Json = {"podManagementPolicy": "Parallel"}
    by_hand: Json = {**parallel, "updateStrategy": {"type": "OnDelete"}}
    rolling_on: Json = {**parallel, "updateStrategy": rolling(maxUnavailable=most)}
    steps: list[Json] = [
        {"op": "create"},
        apply(150, "app:2", **by_hand),
        {"op": "delete-pod", "ordinal": updated},
        apply(150, "app:2", **rolling_on),
    ]
    scenario = {"id": "t", "manifest": stateful_set(150, **by_hand), "steps": steps}
    leaping, plain, leaps = both(scenario, monkeypatch)
    assert leaping == plain
    assert leaps
