"""Scenarios that begin with a state: what is wrong with one, and what the recordings cannot show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.revision_name import revision_name
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
