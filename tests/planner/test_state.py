"""Slots and clusters: what a deletion leaves, and when a pod is Available."""

from __future__ import annotations

import pytest

from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import MIN_READY
from stslint.planner.spec import read_spec
from stslint.planner.state import UNKNOWN_REVISION, Claim, Cluster, Pod, Revision, Slot, StatefulSet

READY = Pod(1, scheduled=True, running=True, ready=True)
CLUSTER = Cluster("web", revisions=(Revision({}, {}), Revision({}, {}, grace=0)))


def test_a_claim_is_found_by_its_template_and_replaced_in_order() -> None:
    slot = Slot(claims=(Claim("a"), Claim("c")))
    assert slot.claims_by_template == {"a": Claim("a"), "c": Claim("c")}
    assert slot.with_claims({"b": Claim("b")}).claims == (Claim("a"), Claim("b"), Claim("c"))
    assert slot.with_claims({"a": Claim("a", "set")}).claims == (Claim("a", "set"), Claim("c"))


def test_only_an_orphan_is_adopted() -> None:
    assert Slot(READY._replace(owner="")).adopt() == Slot(READY)
    for slot in (Slot(), Slot(READY), Slot(READY._replace(owner="other"))):
        assert slot.adopt() is slot


def test_without_its_pod_a_slot_keeps_its_claims() -> None:
    claims = (Claim("a", "pod"), Claim("b", "set"))
    assert Slot(READY, claims).without_pod() == Slot(None, (Claim("a", "pod", former=True), claims[1]))
    assert Slot(None, claims).without_pod() == Slot(None, claims)


def test_revisions_are_counted_from_1() -> None:
    assert CLUSTER.revision(2) is CLUSTER.revisions[1]
    assert CLUSTER.revision(0) is UNKNOWN_REVISION
    assert UNKNOWN_REVISION.grace == 30


@pytest.mark.parametrize(
    ("pod", "after"),
    [
        (None, None),
        (READY, READY._replace(terminating=True)),
        (READY._replace(terminating=True, failed=True), READY._replace(terminating=True, failed=True)),
        (READY._replace(failed=True), None),
        (READY._replace(scheduled=False), None),
        (READY._replace(revision=2), None),
        (READY._replace(revision=0), READY._replace(revision=0, terminating=True)),
    ],
)
def test_a_deleted_pod_terminates_unless_nothing_of_it_runs(pod: Pod | None, after: Pod | None) -> None:
    assert CLUSTER.terminate(Slot(pod)) == Slot(after)


@pytest.mark.parametrize(
    ("min_ready", "since", "ready", "available"),
    [
        (0, 100, True, True),
        (0, 101, True, True),
        (0, 0, False, False),
        (10, 90, True, True),
        (10, 91, True, False),
        (10, 89, True, True),
        (10, 90, False, False),
    ],
)
def test_a_pod_is_available_once_it_was_ready_for_min_ready_seconds(
    min_ready: int, since: int, ready: bool, available: bool
) -> None:
    manifest = with_value({}, MIN_READY, min_ready)
    cluster = CLUSTER._replace(now=100, set=StatefulSet("web", manifest, read_spec(manifest, 1)))
    assert cluster.available(READY._replace(since=since, ready=ready)) is available
    assert cluster._replace(set=None).available(READY._replace(since=since, ready=ready)) is ready
