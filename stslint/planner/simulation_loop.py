"""The controller, the garbage collector and the kubelets take turns until nothing moves.

A *wave* is all that the controller does until a sync changes nothing. Then every pod changes once, in no
time, and the controller runs again. If there is nothing to do, but a Ready pod is not Available yet, the
clock jumps to the time when it is. So a rollout is a fold of ``collector.collect``, ``controller.sync`` and
``kubelet.step``.

A controller that returns to an earlier state would repeat itself forever: a livelock. The rollout ends there.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable

from stslint.planner import collector, controller, kubelet
from stslint.planner.leap import MARKS, leap
from stslint.planner.state import Cluster, OrdinalAction, Slot
from stslint.planner.sync import SyncProgress
from stslint.runtime.namedtuple import NamedTuple

FEWEST_WAVES = 10_000
"""No rollout ends before that many waves; one of n pods has slightly more than 2n."""

_WAVES_PER_TURN = 16
"""Waves that only repeat others take a sixteenth of the time of a turn of the controller."""

Actions = tuple[OrdinalAction, ...]


class Burst(NamedTuple):
    """What the controller did until it had nothing left to do, and its last sync."""

    cluster: Cluster
    actions: Actions
    last: SyncProgress
    livelock: bool = False
    turns: int = 1


class Rollout(NamedTuple):
    """A complete rollout: its waves with the seconds waited before each, and the seconds after the last.

    ``turns`` counts the syncs of the controller: one that finds many runs of equal pods counts several times,
    sixteen that repeat others count once.
    """

    cluster: Cluster
    waves: tuple[tuple[int, Actions], ...]
    waited: int
    last: SyncProgress
    livelock: bool = False
    turns: int = 0


def run(cluster: Cluster, first: Actions = (), most_turns: int = sys.maxsize) -> Rollout:
    """Returns the rollout that follows an event; ``first`` are the actions of the event itself.

    A rollout of more than ``most_turns`` turns of the controller is not complete.
    """
    waves: list[tuple[int, Actions]] = []
    seen: set[Hashable] = set()
    most = _most_waves(cluster)
    waited = turns = 0
    state: Hashable = None
    marks: list[Cluster] = []
    while True:
        cluster, collected = collector.collect(cluster)
        burst = _burst(cluster, None if collected else state)
        state = None
        turns += burst.turns
        actions = first + collected + burst.actions
        if actions:
            waves.append((waited, actions))
            waited, first = 0, ()
        if burst.livelock or turns > most_turns:
            return Rollout(burst.cluster, tuple(waves), waited, burst.last, burst.livelock, turns)
        cluster = kubelet.step(burst.cluster)
        if actions or cluster.slots != burst.cluster.slots:
            state = fingerprint(cluster)
            if state in seen or len(waves) >= most:
                return Rollout(cluster, tuple(waves), waited, burst.last, True, turns)
            seen.add(state)
            marks = [*marks[-MARKS:], cluster] if actions else []
            ahead = leap(marks, waves) if marks else None
            if ahead is not None:
                cluster, state, marks = ahead.cluster, None, []
                waves += ahead.waves
                turns += len(ahead.waves) // _WAVES_PER_TURN
        elif seconds := kubelet.until_available(cluster):
            cluster = kubelet.pass_time(cluster, seconds)
            waited += seconds
        else:
            return Rollout(cluster, tuple(waves), waited, burst.last, turns=turns)


def _burst(cluster: Cluster, state: Hashable = None) -> Burst:
    """Returns what the controller does; ``state`` is the fingerprint of the cluster if it is known."""
    actions: Actions = ()
    seen = {state or fingerprint(cluster)}
    turns = 0
    while True:
        synced = controller.sync(cluster)
        actions += synced.actions
        turns += 1 + len(cluster.slots.runs) // 4
        if not synced.actions and synced.cluster.set == cluster.set:
            return Burst(cluster, actions, synced, turns=turns)
        state = fingerprint(synced.cluster)
        if state in seen:
            return Burst(synced.cluster, actions, synced, True, turns)
        if not synced.actions and _decides(synced.cluster) == _decides(cluster):
            return Burst(synced.cluster, actions, synced, turns=turns)
        seen.add(state)
        cluster = synced.cluster


def _decides(cluster: Cluster) -> Hashable:
    """Returns the part of the status that a sync reads: if the rest changed, the next sync does the same."""
    if cluster.set is None:
        return None
    status = cluster.set.status
    return status.current, status.current_revision, status.progress


def _most_waves(cluster: Cluster) -> int:
    wanted = cluster.set.spec.replicas if cluster.set else 0
    present = sum(last - first + 1 for first, last, _ in cluster.slots.runs)
    return FEWEST_WAVES + 4 * (wanted + present)


def fingerprint(cluster: Cluster) -> Hashable:
    """Returns what decides all that follows: not since when pods are Ready, nor who deleted owners were."""
    slots: list[tuple[int, int, Hashable]] = []
    for first, last, slot in cluster.slots.runs:
        state = _state(slot)
        if slots and slots[-1][1] == first - 1 and slots[-1][2] == state:
            slots[-1] = (slots[-1][0], last, state)
        else:
            slots.append((first, last, state))
    stored = cluster.set
    if stored is None:
        return tuple(slots)
    return stored.generation, stored.status, cluster.now, tuple(slots)


def _state(slot: Slot) -> Hashable:
    return slot.pod and slot.pod[:-1], tuple(claim[:3] for claim in slot.claims)
