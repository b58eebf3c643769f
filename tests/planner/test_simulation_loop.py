"""The rollout loop: which states are the same one, and where a livelock ends."""

from __future__ import annotations

import pytest

from stslint.planner import controller, simulation_loop
from stslint.planner.ordinals import Ordinals
from stslint.planner.simulation_loop import fingerprint, run
from stslint.planner.state import EMPTY, Claim, Cluster, ClusterAction, Pod, Revision, Slot
from stslint.planner.sync import SyncProgress
from tests.planner.compare import Json, apply, play, stateful_set, trace

READY = Pod(1, mounts=("data",), scheduled=True, running=True, ready=True, since=50)
CLAIM = Claim("data", "set")
WITHOUT_BLOCK: Json = {"podManagementPolicy": "Parallel", "updateStrategy": {"type": "RollingUpdate"}}


def cluster(*slots: Slot, first: int = 0) -> Cluster:
    return Cluster(slots=Ordinals.of([(first + n, first + n, each) for n, each in enumerate(slots)], EMPTY))


def later(pod: Pod) -> Slot:
    return Slot(pod._replace(since=pod.since + 10), (CLAIM,))


@pytest.mark.parametrize("number", range(1, 5))
def test_a_state_is_the_same_whenever_its_pods_became_ready(number: int) -> None:
    """Pods that differ in that alone are several runs, but one state."""
    at_once = [Slot(READY, (CLAIM,))] * 4
    one_by_one = [*at_once[:number], *[later(READY)] * (4 - number)]
    assert fingerprint(cluster(*one_by_one)) == fingerprint(cluster(*at_once))
    assert fingerprint(cluster(*one_by_one, first=1)) != fingerprint(cluster(*at_once))
    assert fingerprint(cluster(*one_by_one[1:], first=1)) != fingerprint(cluster(*at_once))
    other = Slot(READY._replace(revision=2), (CLAIM,))
    assert fingerprint(cluster(other, *one_by_one)) == fingerprint(cluster(other, *at_once))
    apart = (*at_once, Slot(), later(READY))
    assert fingerprint(cluster(*apart)) != fingerprint(cluster(*at_once, later(READY)))


@pytest.mark.parametrize(
    "other",
    [
        Slot(None, (CLAIM,)),
        Slot(READY),
        *(
            Slot(READY._replace(**change), (CLAIM,))
            for change in (
                {"revision": 2},
                {"owner": "former"},
                {"mounts": ()},
                {"scheduled": False},
                {"running": False},
                {"ready": False},
                {"terminating": True},
                {"failed": True},
            )
        ),
        *(
            Slot(READY, (claim,))
            for claim in (Claim("log", "set"), Claim("data"), Claim("data", "set", True))
        ),
    ],
)
def test_any_other_difference_of_pods_and_claims_is_another_state(other: Slot) -> None:
    assert fingerprint(cluster(other)) != fingerprint(cluster(Slot(READY, (CLAIM,))))


def test_a_livelock_ends_where_a_state_comes_back_even_the_first() -> None:
    broken = {"op": "break-pod", "ordinal": 0}
    steps = play(
        stateful_set(3, **WITHOUT_BLOCK), broken, apply(3, "app:2", **WITHOUT_BLOCK), {"op": "resume"}
    )
    assert trace(steps[3]) == "+0 -0"
    assert steps[3]["livelock"]


def replace_forever(cluster: Cluster) -> SyncProgress:
    """Deletes the pod when it is Ready, and creates it again."""
    pod = cluster.slots.at(0).pod
    progress = SyncProgress(cluster)
    if pod is None:
        created = Pod(1, mounts=READY.mounts)
        return progress.write(0, 0, lambda _: Slot(created), ClusterAction("create-pod", "missing"))
    if pod.ready and not pod.terminating:
        return progress.write(0, 0, cluster.terminate, ClusterAction("delete-pod", "old-highest"))
    return progress


def scale_out_forever(cluster: Cluster) -> SyncProgress:
    """Creates one more pod when all are Ready."""
    last = max((run[1] for run in cluster.slots.runs), default=-1)
    pod = cluster.slots.at(last).pod
    if pod and not pod.ready:
        return SyncProgress(cluster)
    created = ClusterAction("create-pod", "missing")
    return SyncProgress(cluster).write(last + 1, last + 1, lambda _: Slot(Pod(1)), created)


def test_a_state_that_comes_back_after_several_waves_ends_the_rollout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(controller, "sync", replace_forever)
    rollout = run(Cluster(revisions=(Revision({}, {}),)))
    assert rollout.livelock
    assert [[action.kind for _, action in wave] for _, wave in rollout.waves] == [
        ["create-pod"],
        ["delete-pod"],
        ["create-pod"],
    ]


def test_a_rollout_without_an_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controller, "sync", scale_out_forever)
    monkeypatch.setattr(simulation_loop, "FEWEST_WAVES", 7)
    rollout = run(Cluster(revisions=(Revision({}, {}),)))
    assert rollout.livelock
    assert len(rollout.waves) == 7
