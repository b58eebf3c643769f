"""Scenarios that begin with a state: what is wrong with one, and what the recordings cannot show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.revision_name import revision_name
from stslint.planner.snapshot_scenario import Assumptions, longest_min_ready, snapshot_error, snapshot_of
from tests.planner.compare import answer_to, trace

Json = dict[str, Any]
TEMPLATE: Json = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {"containers": [{"name": "c", "image": "app:1"}]},
}


def stateful_set(replicas: int = 2, **spec: Any) -> Json:
    whole = {
        "replicas": replicas,
        "serviceName": "web",
        "selector": {"matchLabels": {"app": "web"}},
        "template": TEMPLATE,
        **spec,
    }
    status = {
        "observedGeneration": 1,
        "replicas": replicas,
        "currentRevision": "web-a",
        "updateRevision": "web-a",
    }
    head = {"apiVersion": "apps/v1", "kind": "StatefulSet"}
    return {**head, "metadata": {"name": "web", "uid": "s", "generation": 1}, "spec": whole, "status": status}


def revision(name: str = "web-a", number: int = 1, template: Json = TEMPLATE) -> Json:
    metadata = {"name": name, "labels": {"app": "web"}, "ownerReferences": [OWNER]}
    data = {"spec": {"template": {**template, "$patch": "replace"}}}
    return {
        "apiVersion": "apps/v1",
        "kind": "ControllerRevision",
        "metadata": metadata,
        "data": data,
        "revision": number,
    }


OWNER = {"kind": "StatefulSet", "name": "web", "uid": "s", "controller": True}


def pod(ordinal: int, phase: str = "Running", owners: list[Json] | None = None, **labels: str) -> Json:
    metadata = {
        "name": f"web-{ordinal}",
        "uid": f"p{ordinal}",
        "labels": {"app": "web", "controller-revision-hash": "web-a", **labels},
        "ownerReferences": [OWNER] if owners is None else owners,
    }
    ready = {"type": "Ready", "status": "True" if phase == "Running" else "False"}
    status = {"phase": phase, "conditions": [ready]}
    return {
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"nodeName": "n", **TEMPLATE["spec"]},
        "status": status,
    }


def resumed(*items: Json, **scenario: Any) -> Json:
    state = {"kind": "List", "items": list(items)}
    answer = answer_to({"id": "t", "state": state, "steps": [{"op": "resume"}], **scenario})
    assert "error" not in answer, answer["error"]
    step: Json = answer["steps"][0]
    return step


def test_a_failed_pod_is_deleted_and_created_again() -> None:
    step = resumed(stateful_set(), revision(), pod(0), pod(1, "Failed"))
    assert trace(step) == "-1 +1"


def test_a_pod_that_the_selector_no_longer_matches_keeps_its_name_from_the_set() -> None:
    step = resumed(stateful_set(), revision(), pod(0), pod(1, app="debug"))
    assert step["waves"] == []
    assert step["end"]["remaining"] == {"create": ["web-1"]}
    assert step["end"]["blocked_on"] == ["web-1"]


def test_a_pod_without_a_revision_label_is_adopted_and_then_updated() -> None:
    step = resumed(stateful_set(), revision(), pod(0), pod(1, owners=[], **{"controller-revision-hash": ""}))
    assert trace(step).startswith("adopt 1 -1 | +1")


def test_of_two_revisions_with_equal_data_the_newer_is_the_update_revision() -> None:
    first, second = revision("web-a", 1), revision("web-b", 2)
    step = resumed(stateful_set(1), first, second, pod(0))
    assert trace(step) == "-0 | +0"
    assert step["end"]["updateRevision"] == 2


def test_a_set_that_is_being_deleted_takes_its_pods_along() -> None:
    gone = stateful_set()
    gone["metadata"]["deletionTimestamp"] = "2030-01-01T00:00:00Z"
    step = resumed(gone, revision(), pod(0), pod(1))
    assert trace(step) == "gc-0 gc-1"


def continued(found: list[Json], *steps: Json) -> Json:
    state = {"kind": "List", "items": found}
    answer = answer_to({"id": "t", "state": state, "steps": [{"op": "resume"}, *steps]})
    assert "error" not in answer, answer["error"]
    step: Json = answer["steps"][-1]
    return step


def manifest() -> Json:
    whole = stateful_set(1)
    head = {key: whole[key] for key in ("apiVersion", "kind", "spec")}
    return {"op": "apply", "manifest": json.dumps({**head, "metadata": {"name": "web"}})}


def test_a_recreated_set_counts_collisions_from_0_and_so_has_another_revision() -> None:
    found = stateful_set(1)
    found["status"] = {"collisionCount": 2}
    assert continued([found], {"op": "delete"}, manifest())["end"]["updateRevision"] == 2
    assert continued([stateful_set(1)], {"op": "delete"}, manifest())["end"]["updateRevision"] == 1


def test_a_recreated_set_finds_the_revisions_that_became_orphans() -> None:
    found = [stateful_set(1), revision(), revision("web-b", 2), pod(0)]
    orphaned = continued(found, {"op": "delete", "cascade": "orphan"}, manifest())
    assert orphaned["end"]["updateRevision"] == 2


def test_the_name_of_a_revision_is_the_controllers() -> None:
    container = {
        "image": "app:1",
        "imagePullPolicy": "IfNotPresent",
        "name": "c",
        "resources": {},
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    }
    spec = {
        "containers": [container],
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": "Always",
        "schedulerName": "default-scheduler",
        "securityContext": {},
        "terminationGracePeriodSeconds": 30,
    }
    assert revision_name("web", {"metadata": {"labels": {"app": "web"}}, "spec": spec}) == "web-7965fb67b8"


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ({"state": 3}, "must be what `kubectl get -o json` prints"),
        ({"state": {"items": [3]}}, "must be what `kubectl get -o json` prints"),
        ({"now": "2030-01-01T00:00:00Z"}, "need a `state`"),
        ({"state": [], "now": "yesterday"}, "`now` must be a time"),
        ({"state": [], "assume": []}, "`assume` must be a mapping"),
        ({"state": [], "assume": {"broken": []}}, "has no `broken`"),
        ({"state": [], "assume": {"lost": [1]}}, "must be a list of names"),
        ({"state": [], "assume": {"not_ready_ordinals": ["1"]}}, "must be a list of ordinals"),
        ({"state": [stateful_set(), {**stateful_set(), "metadata": {"name": "db"}}]}, "is about one"),
    ],
)
def test_a_scenario_whose_state_cannot_be_read_says_why(scenario: Json, message: str) -> None:
    assert message in answer_to({"id": "t", "steps": [{"op": "resume"}], **scenario})["error"]


FIELDS = "not_ready_ordinals, not_ready_revisions, pending_revisions, lost"


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ({}, ""),
        ({"now": None, "assume": None}, ""),
        ({"assume": {}}, ""),
        ({"now": "2030-01-01T00:00:00Z"}, "`now` and `assume` need a `state`"),
        ({"assume": {"lost": []}}, "`now` and `assume` need a `state`"),
        ({"state": []}, ""),
        ({"state": pod(0)}, ""),
        ({"state": {"items": [pod(0), pod(1)]}}, ""),
        ({"state": {"items": "odd"}}, ""),
        ({"state": [pod(0), 3]}, "`state` must be what `kubectl get -o json` prints: a List with `items`"),
        ({"state": "odd"}, "`state` must be what `kubectl get -o json` prints: a List with `items`"),
        (
            {"state": [pod(0), {"kind": "Pod", "spec": 3}]},
            "`state` holds an object in which `spec` must be a mapping",
        ),
        (
            {"state": [{"kind": "StatefulSet", "metadata": {"name": name}} for name in ("web", "db", "web")]},
            "`state` holds the StatefulSets db, web: a scenario is about one",
        ),
        ({"state": [], "now": "2030-01-01T00:00:00Z"}, ""),
        ({"state": [], "now": 3}, "`now` must be a time such as 2030-01-01T12:00:00Z, not `3`"),
        ({"state": [], "assume": []}, f"`assume` must be a mapping of {FIELDS}"),
        ({"state": [], "assume": {"gone": []}}, f"`assume` has no `gone`: use {FIELDS}"),
        ({"state": [], "assume": {"not_ready_ordinals": [1], "lost": ["web-1"]}}, ""),
        (
            {"state": [], "assume": {"not_ready_ordinals": 1}},
            "`assume.not_ready_ordinals` must be a list of ordinals",
        ),
        (
            {"state": [], "assume": {"not_ready_ordinals": [True]}},
            "`assume.not_ready_ordinals` must be a list of ordinals",
        ),
        ({"state": [], "assume": {"lost": ["web-1", 1]}}, "`assume.lost` must be a list of names"),
        (
            {"state": [], "assume": {"pending_revisions": "web-a"}},
            "`assume.pending_revisions` must be a list of names",
        ),
    ],
)
def test_what_is_wrong_with_a_state(scenario: Json, error: str) -> None:
    assert snapshot_error(scenario) == error


@pytest.mark.parametrize("state", [pod(0), [pod(0)], {"items": [pod(0)]}])
def test_a_state_is_one_object_or_a_list_of_them(state: Any) -> None:
    snapshot = snapshot_of({"state": state})
    assert (snapshot.name, list(snapshot.items)) == ("web", [pod(0)])
    assert (snapshot.of_kind("Pod"), snapshot.of_kind("Node")) == ([pod(0)], [])


def test_assumptions_are_written_as_they_are_read() -> None:
    assume = {"not_ready_ordinals": [1], "lost": ["web-1", "web-2"]}
    read = snapshot_of({"state": [], "assume": assume}).assume
    assert read == Assumptions(not_ready_ordinals=(1,), lost=("web-1", "web-2"))
    assert read.as_json() == assume
    assert snapshot_of({"state": []}).assume == Assumptions()


def test_the_longest_min_ready_seconds_is_that_of_the_sets() -> None:
    sets = [stateful_set(minReadySeconds=20), stateful_set(minReadySeconds=5)]
    other = {"kind": "Deployment", "spec": {"minReadySeconds": 90}}
    assert longest_min_ready({"state": [*sets, other, 3]}) == 20
    assert longest_min_ready({}) == longest_min_ready({"state": []}) == 0
