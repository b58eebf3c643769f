"""The actions of a plan: names, what each replaces, how long it takes, and the answer as JSON."""

from __future__ import annotations

from typing import Any

from stslint.planner.timeline import PlannedAction, answer, planned_actions
from tests.planner.compare import Json, apply, plan_of, rolling, stateful_set

POLICY: Json = {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Delete"}}


def actions(first: str, *steps: Json, **scenario: Any) -> list[list[PlannedAction]]:
    """Returns the actions of each step, the first of which creates the StatefulSet."""
    whole = {"id": 1, "manifest": first, "steps": [{"op": "create"}, *steps], **scenario}
    return [[action for wave in step.waves for action in wave.actions] for step in plan_of(whole).steps]


def test_a_created_pod_takes_its_first_probe_and_min_ready_seconds() -> None:
    probe = {"readinessProbe": {"initialDelaySeconds": 20, "tcpSocket": {"port": 80}}}
    pod = {"containers": [{"name": "c", "image": "app:1", **probe}]}
    ((first, second),) = actions(stateful_set(2, minReadySeconds=5, pod=pod))
    assert first == PlannedAction(
        "create-pod", "web-0", 0, 1, "", "", "missing-first", "web-0", "web--1", 0, 25, None
    )
    assert second == PlannedAction(
        "create-pod", "web-1", 1, 1, "", "", "missing-next", "web-1", "web-0", 0, 25, None
    )
    assert second.why == "lowest ordinal without a pod, and web-0 is Available"


def test_a_deleted_pod_takes_at_most_its_grace_period() -> None:
    pod = {"terminationGracePeriodSeconds": 7}
    fields: Json = {"updateStrategy": rolling(partition=1)}
    first = stateful_set(2, pod=dict(pod), **fields)
    deleted, created = actions(first, apply(2, "app:2", pod=dict(pod), **fields))[1]
    assert deleted == PlannedAction(
        "delete-pod", "web-1", 1, 1, "", "", "old-highest", "web-1", "web-0", 0, 0, 7
    )
    assert created._replace(reason="") == PlannedAction(
        "create-pod", "web-1", 1, 2, "", "", "", "web-1", "web-0", 1, 0, None
    )


def test_a_created_pod_replaces_the_one_that_had_its_name_in_this_step() -> None:
    fields: Json = {"podManagementPolicy": "Parallel"}
    updated, scaled = actions(
        stateful_set(2, **fields), apply(2, "app:2", **fields), {"op": "scale", "replicas": 3}
    )[1:]
    assert [(each.name, each.replaces) for each in updated if each.kind == "create-pod"] == [
        ("web-1", 1),
        ("web-0", 1),
    ]
    assert [(each.name, each.replaces) for each in scaled] == [("web-2", 0)]


def test_the_actions_on_claims_take_no_time() -> None:
    first = stateful_set(1, claims=("data",), **POLICY)
    created, scaled = actions(first, {"op": "scale", "replicas": 0})
    claim = created[0]
    assert claim == PlannedAction(
        "create-pvc", "data-web-0", 0, 0, "", "", "claim-missing", "web-0", "web--1", 0, 0, 0
    )
    assert claim.why == "web-0 mounts it and it does not exist yet"
    assert [(each.kind, each.name, each.owner, each.by) for each in scaled] == [
        ("update-pvc", "data-web-0", "pod", ""),
        ("delete-pod", "web-0", "", ""),
        ("delete-pvc", "data-web-0", "pod", "gc"),
    ]


def test_after_a_deletion_nothing_is_waited_for() -> None:
    first = stateful_set(1, minReadySeconds=5)
    ((created,), (deleted,)) = actions(first, {"op": "delete"})
    assert (created.at_least, deleted.at_least, deleted.at_most) == (5, 0, 30)


def test_the_answer_has_what_is_known_of_each_action() -> None:
    first = stateful_set(1, claims=("data",), **POLICY)
    plan = plan_of({"id": 7, "manifest": first, "steps": [{"op": "create"}, {"op": "scale", "replicas": 0}]})
    created, scaled = answer(plan)["steps"]
    assert answer(plan)["id"] == 7
    assert created["waves"] == [
        [
            {"action": "create-pvc", "name": "data-web-0", "ordinal": 0, "owner": ""},
            {"action": "create-pod", "name": "web-0", "ordinal": 0, "revision": 1},
        ]
    ]
    assert scaled["waves"][1] == [
        {"action": "delete-pvc", "name": "data-web-0", "ordinal": 0, "owner": "pod", "by": "gc"}
    ]
    assert list(scaled) == ["op", "waves", "waits", "end"]
    assert len(list(planned_actions(plan))) == 5


def test_a_pod_without_a_revision_has_none_in_the_answer() -> None:
    action = PlannedAction("delete-pod", "web-0", 0, 0, "", "gc", "owner-gone", "web-0", "web--1")
    assert (action.replaces, action.at_least, action.at_most) == (0, 0, None)
    state = {"kind": "Pod", "metadata": {"name": "web-0", "ownerReferences": [FORMER]}, "status": {}}
    plan = plan_of({"id": 1, "state": [state], "steps": [{"op": "resume"}]})
    assert answer(plan)["steps"][0]["waves"] == [
        [{"action": "delete-pod", "name": "web-0", "ordinal": 0, "by": "gc"}]
    ]


FORMER = {"kind": "StatefulSet", "name": "web", "uid": "old", "controller": True}
