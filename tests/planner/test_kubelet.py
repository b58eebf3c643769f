"""What the kubelet does to a pod in one step, and what time does to it."""

from __future__ import annotations

import pytest

from stslint.planner import kubelet
from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import MIN_READY
from stslint.planner.ordinals import Ordinals
from stslint.planner.spec import read_spec
from stslint.planner.state import EMPTY, Claim, Cluster, Pod, Revision, Slot, StatefulSet

SOUND, UNSTARTABLE, UNREADY = 1, 2, 3
REVISIONS = (Revision({}, {}), Revision({}, {}, unstartable=True), Revision({}, {}, unready=True))
PENDING = Pod(SOUND)
READY = Pod(SOUND, scheduled=True, running=True, ready=True)
NOT_READY = READY._replace(ready=False)


def cluster(*slots: Slot, now: int = 0, patience: int = 0, min_ready: int = 0) -> Cluster:
    manifest = with_value({}, MIN_READY, min_ready)
    stored = StatefulSet("web", manifest, read_spec(manifest, 1))
    runs = tuple((ordinal, ordinal, slot) for ordinal, slot in enumerate(slots))
    return Cluster("web", stored, Ordinals(EMPTY, runs), revisions=REVISIONS, now=now, patience=patience)


def after_step(slot: Slot, now: int = 0, patience: int = 0) -> Slot:
    return kubelet.step(cluster(slot, now=now, patience=patience)).slots.at(0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PENDING, READY),
        (NOT_READY, READY),
        (READY, READY),
        (PENDING._replace(revision=UNSTARTABLE), PENDING._replace(revision=UNSTARTABLE, scheduled=True)),
        (READY._replace(revision=UNSTARTABLE), READY._replace(revision=UNSTARTABLE)),
        (NOT_READY._replace(revision=UNSTARTABLE), READY._replace(revision=UNSTARTABLE)),
        (PENDING._replace(revision=UNREADY), NOT_READY._replace(revision=UNREADY)),
        (READY._replace(revision=UNREADY), NOT_READY._replace(revision=UNREADY)),
        (NOT_READY._replace(revision=UNREADY), NOT_READY._replace(revision=UNREADY)),
        (READY._replace(terminating=True), None),
        (NOT_READY._replace(failed=True), NOT_READY._replace(failed=True)),
        (NOT_READY._replace(failed=True, terminating=True), None),
        (Pod(0), Pod(0, scheduled=True, running=True, ready=True)),
        (None, None),
    ],
)
def test_every_pod_changes_once(before: Pod | None, after: Pod | None) -> None:
    assert after_step(Slot(before)).pod == after


@pytest.mark.parametrize("before", [PENDING, READY, NOT_READY])
def test_a_pod_with_a_broken_ordinal_runs_and_is_not_ready(before: Pod) -> None:
    assert after_step(Slot(before, broken=True)) == Slot(NOT_READY, broken=True)


@pytest.mark.parametrize("pod", [PENDING, READY, NOT_READY, READY._replace(terminating=True)])
def test_a_pod_on_a_lost_node_stays_as_it_was(pod: Pod) -> None:
    assert after_step(Slot(pod, lost=True)) == Slot(pod, lost=True)


@pytest.mark.parametrize(
    ("pod", "left"),
    [
        (None, ("kept",)),
        (PENDING, ("kept",)),
        (PENDING._replace(mounts=("dying",)), ("dying", "kept")),
        (READY._replace(mounts=("dying",), terminating=True), ("kept",)),
    ],
)
def test_a_claim_that_is_being_deleted_is_removed_once_no_pod_uses_it(
    pod: Pod | None, left: tuple[str, ...]
) -> None:
    slot = Slot(pod, (Claim("dying", terminating=True), Claim("kept")))
    assert tuple(claim.template for claim in after_step(slot).claims) == left


def test_what_a_deleted_pod_owned_has_a_deleted_owner() -> None:
    slot = Slot(READY._replace(terminating=True), (Claim("data", "pod"), Claim("log", "set")))
    assert after_step(slot).claims == (Claim("data", "pod", former=True), Claim("log", "set"))


@pytest.mark.parametrize(("patience", "since"), [(60, 100), (0, 0)])
def test_a_pod_is_ready_since_now_if_that_matters_to_anything(patience: int, since: int) -> None:
    for pod in (PENDING, NOT_READY):
        assert after_step(Slot(pod), now=100, patience=patience).pod == READY._replace(since=since)
    ready_long_ago = READY._replace(since=7)
    assert after_step(Slot(ready_long_ago), now=100, patience=patience).pod == ready_long_ago


def test_only_ready_pods_that_are_broken_turn_unready_at_once() -> None:
    bad = READY._replace(revision=UNREADY)
    slots = (
        Slot(READY, broken=True),
        Slot(bad),
        Slot(READY),
        Slot(PENDING, broken=True),
        Slot(bad, lost=True),
        Slot(None, broken=True),
    )
    after = kubelet.unready(cluster(*slots, now=100, patience=60)).slots
    assert after.at(0).pod == NOT_READY._replace(since=100)
    assert after.at(1).pod == NOT_READY._replace(revision=UNREADY, since=100)
    assert [after.at(ordinal) for ordinal in range(2, 6)] == list(slots[2:])


@pytest.mark.parametrize(
    ("pods", "seconds"),
    [
        ((READY._replace(since=100),), 60),
        ((READY._replace(since=50),), 10),
        ((READY._replace(since=50), READY._replace(since=70)), 10),
        ((READY._replace(since=70), READY._replace(since=50)), 10),
        ((READY._replace(since=40),), 0),
        ((READY._replace(since=100, terminating=True),), 0),
        ((NOT_READY._replace(since=100), PENDING), 0),
        ((), 0),
    ],
)
def test_the_seconds_until_the_next_ready_pod_is_available(pods: tuple[Pod, ...], seconds: int) -> None:
    slots = [Slot(), *map(Slot, pods)]
    assert kubelet.until_available(cluster(*slots, now=100, patience=60, min_ready=60)) == seconds
    assert kubelet.until_available(cluster(*slots, now=100, patience=60)) == 0
    without = cluster(*slots, now=100, patience=60, min_ready=60)._replace(set=None)
    assert kubelet.until_available(without) == 0


@pytest.mark.parametrize(
    ("since", "patience", "later"),
    [(100, 60, 100), (50, 60, 50), (40, 60, 0), (39, 60, 0), (0, 60, 0), (7, 0, 7)],
)
def test_as_time_passes_it_is_forgotten_since_when_a_pod_is_ready(
    since: int, patience: int, later: int
) -> None:
    before = cluster(Slot(READY._replace(since=since)), now=90, patience=patience)
    after = kubelet.pass_time(before, 10)
    assert after.now == 100
    assert after.slots.at(0).pod == READY._replace(since=later)
