"""What the garbage collector deletes, and what is left of an owner."""

from __future__ import annotations

import pytest

from stslint.planner import collector
from stslint.planner.ordinals import Ordinals
from stslint.planner.state import EMPTY, Claim, Cluster, ClusterAction, Pod, Revision, Slot

RUNNING = Pod(1, scheduled=True, running=True, ready=True)
FORMER = RUNNING._replace(owner="former")
NO_GRACE = 2
REVISIONS = (Revision({}, {}), Revision({}, {}, grace=0))


def cluster(*runs: tuple[int, int, Slot]) -> Cluster:
    return Cluster("web", slots=Ordinals(EMPTY, runs), revisions=REVISIONS)


def deleted_pod(revision: int = 1) -> ClusterAction:
    return ClusterAction("delete-pod", "owner-gone", revision, by="gc")


def deleted_claim(template: str, owner: str) -> ClusterAction:
    return ClusterAction("delete-pvc", "owner-gone", template=template, owner=owner, by="gc")  # type: ignore[arg-type]


def test_pods_are_deleted_before_claims_each_by_rising_ordinal() -> None:
    claims = (Claim("data", "set", former=True), Claim("log"))
    before = cluster((0, 1, Slot(FORMER, claims)), (3, 3, Slot(FORMER)), (5, 5, Slot(RUNNING)))
    after, actions = collector.collect(before)
    assert [(ordinal, action.kind) for ordinal, action in actions] == [
        (0, "delete-pod"),
        (1, "delete-pod"),
        (3, "delete-pod"),
        (0, "delete-pvc"),
        (1, "delete-pvc"),
    ]
    assert actions[0][1] == deleted_pod()
    assert actions[3][1] == deleted_claim("data", "set")
    terminating = FORMER._replace(terminating=True)
    assert after.slots.runs == (
        (0, 1, Slot(terminating, (Claim("log"),))),
        (3, 3, Slot(terminating)),
        (5, 5, Slot(RUNNING)),
    )


@pytest.mark.parametrize(
    "slot",
    [
        Slot(RUNNING, (Claim("data", "set"),)),
        Slot(RUNNING._replace(owner="other")),
        Slot(RUNNING._replace(owner="")),
        Slot(FORMER._replace(terminating=True)),
        Slot(None, (Claim("data", "set", terminating=True, former=True),)),
    ],
)
def test_what_has_an_owner_or_is_being_deleted_already_is_left_alone(slot: Slot) -> None:
    before = cluster((0, 2, slot))
    assert collector.collect(before) == (before, ())


@pytest.mark.parametrize(
    ("pod", "left"),
    [
        (RUNNING._replace(mounts=("data",)), (Claim("data", "pod", terminating=True, former=True),)),
        (FORMER._replace(mounts=("data",)), (Claim("data", "pod", terminating=True, former=True),)),
        (FORMER._replace(mounts=("data",), scheduled=False), ()),
        (FORMER._replace(mounts=("data",), revision=NO_GRACE), ()),
        (RUNNING._replace(mounts=("log",)), ()),
        (None, ()),
    ],
)
def test_a_claim_is_kept_while_a_pod_uses_it(pod: Pod | None, left: tuple[Claim, ...]) -> None:
    after, actions = collector.collect(cluster((4, 4, Slot(pod, (Claim("data", "pod", former=True),)))))
    assert after.slots.at(4).claims == left
    assert (4, deleted_claim("data", "pod")) in actions


def test_claims_are_deleted_in_the_order_of_their_full_names() -> None:
    # "a-web-0" is before "a-b-web-0" as templates, and after it as names: "b" is before "w".
    claims = tuple(Claim(template, "set", former=True) for template in ("a", "a-b", "a-z"))
    _, actions = collector.collect(cluster((0, 0, Slot(None, claims))))
    assert [action.template for _, action in actions] == ["a-b", "a", "a-z"]


def test_a_deletion_that_orphans_removes_the_owner_of_all_that_the_set_owned() -> None:
    claims = (
        Claim("a", "set"),
        Claim("b", "pod"),
        Claim("c", "set", former=True),
        Claim("d"),
    )
    other = RUNNING._replace(owner="other")
    before = cluster((0, 1, Slot(RUNNING, claims)), (2, 2, Slot(other)), (3, 3, Slot(None, claims[:1])))
    after, actions = collector.orphan(before)
    assert actions == (
        (0, ClusterAction("orphan-pod", "orphaned", 1, by="gc")),
        (1, ClusterAction("orphan-pod", "orphaned", 1, by="gc")),
        (0, ClusterAction("orphan-pvc", "orphaned", template="a", by="gc")),
        (1, ClusterAction("orphan-pvc", "orphaned", template="a", by="gc")),
        (3, ClusterAction("orphan-pvc", "orphaned", template="a", by="gc")),
    )
    orphaned = Slot(RUNNING._replace(owner=""), (Claim("a"), *claims[1:]))
    assert after.slots.runs == ((0, 1, orphaned), (2, 2, Slot(other)), (3, 3, Slot(None, (Claim("a"),))))


def test_after_the_deletion_of_the_set_what_it_owned_has_a_deleted_owner() -> None:
    claims = (Claim("a", "set"), Claim("b", "pod"), Claim("c"))
    orphan = RUNNING._replace(owner="")
    after = collector.mark_owner_gone(cluster((0, 0, Slot(RUNNING, claims)), (1, 1, Slot(orphan))))
    assert after.slots.runs == (
        (0, 0, Slot(FORMER, (Claim("a", "set", former=True), *claims[1:]))),
        (1, 1, Slot(orphan)),
    )
