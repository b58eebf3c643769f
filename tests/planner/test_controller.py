"""Corners of one sync that a whole rollout seldom shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stslint.planner.controller import end_of_batch, sync
from stslint.planner.ordinals import Ordinals
from stslint.planner.spec import read_revision, read_spec
from stslint.planner.state import EMPTY, Cluster, Pod, Slot, StatefulSet, Status
from stslint.planner.sync import SyncProgress
from tests.planner.compare import answer_to, play, stateful_set, trace

READY = Pod(1, scheduled=True, running=True, ready=True)
NOT_READY = READY._replace(ready=False)
TERMINATING = READY._replace(terminating=True)
NEW = READY._replace(revision=2)


@pytest.mark.parametrize(
    ("index", "end"),
    [(0, 0), (1, 2), (2, 2), (3, 6), (7, 14), (254, 254), (255, 510), (511, 1010), (1011, 1510)],
)
def test_parallel_works_in_batches_that_double_up_to_500(index: int, end: int) -> None:
    assert end_of_batch(index) == end


def test_a_taken_name_ends_a_parallel_sync_with_its_batch() -> None:
    fields: dict[str, Any] = {"podManagementPolicy": "Parallel"}
    ghost = [{"op": "node-lost", "ordinal": 3}, {"op": "delete"}, {"op": "create"}]
    steps = play(stateful_set(9, **fields), *ghost, {"op": "force-delete", "ordinal": 3})
    assert [trace(step) for step in steps[3:]] == ["+0 +1 +2 +4 +5 +6", "+3 +7 +8"]
    assert steps[3]["end"]["blocked_on"] == ["web-3"]


def test_a_scenario_is_about_one_set_while_anything_of_it_is_left() -> None:
    other = json.loads(stateful_set(1)) | {"metadata": {"name": "db"}}
    apply_other = {"op": "apply", "manifest": json.dumps(other)}

    def after(cascade: str) -> dict[str, Any]:
        steps = [{"op": "create"}, {"op": "delete", "cascade": cascade}, apply_other]
        return answer_to({"id": 1, "manifest": stateful_set(1), "steps": steps})

    assert "about `web`" in after("orphan")["error"]
    assert [pod["name"] for pod in after("background")["steps"][2]["end"]["pods"]] == ["db-0"]


def synced(*pods: Pod | None, replicas: int = 2, release: int = 37, **fields: Any) -> SyncProgress:
    """Returns what one sync does with these pods, by ordinal."""
    manifest = json.loads(stateful_set(replicas, **fields))
    stored = StatefulSet("web", manifest, read_spec(manifest, 1))
    runs = tuple((ordinal, ordinal, Slot(pod)) for ordinal, pod in enumerate(pods) if pod)
    revisions = (read_revision(manifest),)
    slots = Ordinals(EMPTY, runs)
    return sync(Cluster("web", stored, slots, revisions, now=100, patience=60, release=(1, release)))


def test_without_a_set_a_sync_does_nothing() -> None:
    assert sync(Cluster("web")) == SyncProgress(Cluster("web"))


@pytest.mark.parametrize(
    ("pod", "waiting"),
    [
        (READY._replace(since=95), "to be Available"),
        (NOT_READY, "to be Running and Ready"),
        (Pod(1), "to be Running and Ready"),
        (TERMINATING, "to terminate"),
        (NOT_READY._replace(failed=True, terminating=True), "to terminate"),
    ],
)
def test_a_sync_in_order_says_what_it_waits_for(pod: Pod, waiting: str) -> None:
    progress = synced(READY, pod, None, replicas=3, minReadySeconds=10)
    assert (progress.waits_for, progress.waiting, progress.actions) == (1, waiting, ())
    assert progress.ended


@pytest.mark.parametrize(
    ("pods", "policy", "reasons"),
    [
        ((), "OrderedReady", [(0, "missing-first")]),
        ((READY,), "OrderedReady", [(1, "missing-next")]),
        ((), "Parallel", [(0, "missing"), (1, "missing")]),
        ((READY, NOT_READY._replace(failed=True)), "OrderedReady", [(1, "failed")]),
        ((NOT_READY._replace(failed=True),), "OrderedReady", [(0, "failed")]),
        ((NOT_READY._replace(failed=True),), "Parallel", [(0, "failed"), (1, "missing")]),
        ((READY, READY, READY, READY), "OrderedReady", [(3, "condemned-highest")]),
        ((READY, READY, READY, READY), "Parallel", [(3, "condemned"), (2, "condemned")]),
        ((READY, READY, READY, TERMINATING), "OrderedReady", []),
        ((READY, READY, READY, TERMINATING), "Parallel", [(2, "condemned")]),
        ((READY, READY._replace(owner="")), "OrderedReady", [(1, "orphan")]),
    ],
)
def test_each_action_of_a_sync_has_its_reason(
    pods: tuple[Pod, ...], policy: str, reasons: list[tuple[int, str]]
) -> None:
    actions = synced(*pods, podManagementPolicy=policy).actions
    assert [(ordinal, action.why) for ordinal, action in actions] == reasons


@pytest.mark.parametrize(
    ("release", "top", "below", "deleted", "waits_for"),
    [
        (34, READY, NOT_READY, [3], None),
        (34, NOT_READY, READY, [3], None),
        (34, NOT_READY, NOT_READY, [], 2),
        (34, NOT_READY, READY._replace(since=95), [], 2),
        (33, NOT_READY, READY._replace(since=95), [3], None),
        (33, NOT_READY, NOT_READY, [], 2),
        (33, TERMINATING, READY, [], 3),
    ],
)
def test_scaling_in_stops_at_two_unhealthy_pods_which_are_those_not_available_since_1_34(
    release: int, top: Pod, below: Pod, deleted: list[int], waits_for: int | None
) -> None:
    progress = synced(READY, READY, below, top, release=release, minReadySeconds=10)
    assert [ordinal for ordinal, _ in progress.actions] == deleted
    assert progress.waits_for == waits_for


def test_the_status_counts_pods_in_range_and_condemned_ones() -> None:
    pods = (READY, READY._replace(since=95), NOT_READY, TERMINATING, READY._replace(revision=0))
    stored = synced(*pods, replicas=2, minReadySeconds=10).cluster.set
    assert stored is not None
    assert stored.status == (1, 5, 4, 3, 3, 3, 1, 1, "")


def test_a_status_with_a_negative_count_is_refused() -> None:
    """An old pod that was adopted is not of the current revision, and its deletion counts all the same."""
    before = synced(READY, replicas=1).cluster
    assert before.set is not None
    stored = before.set._replace(spec=before.set.spec._replace(revision=2), status=Status())
    after = sync(before._replace(set=stored, revisions=before.revisions * 2))
    assert [action.kind for _, action in after.actions] == ["delete-pod"]
    assert after.error == "status.currentReplicas: must not be negative"
    assert after.cluster.set == stored


@pytest.mark.parametrize(
    ("pods", "current", "stored", "expected"),
    [
        # Nothing was ever to be done.
        ((NEW, NEW), 2, "", ""),
        ((NEW, None), 2, "", ""),
        ((NEW, NEW), 2, "complete", "complete"),
        ((READY, NEW), 1, "complete", "deleting"),
        ((READY, None), 1, "deleting", "deleting"),
        ((None, None), 1, "deleting", "creating"),
        ((NEW, None), 1, "creating", "creating"),
        # A rollback has a lower number than what it replaces.
        ((None, None), 3, "deleting", "creating"),
        ((NEW, NEW), 1, "creating", "complete"),
    ],
)
def test_recreate_writes_how_far_it_is(
    pods: tuple[Pod | None, ...], current: int, stored: str, expected: str
) -> None:
    before = synced(READY, READY, updateStrategy={"type": "Recreate"}).cluster
    assert before.set is not None
    status = Status(current_revision=current, update_revision=2, progress=stored)
    owner = before.set._replace(spec=before.set.spec._replace(revision=2), status=status)
    slots = Ordinals(EMPTY, tuple((n, n, Slot(pod)) for n, pod in enumerate(pods) if pod))
    after = sync(before._replace(set=owner, revisions=before.revisions * 3, slots=slots)).cluster.set
    assert after is not None
    assert after.status.progress == expected
