"""Rollouts that are known: those of StatefulSets that differ in names alone are the same."""

from __future__ import annotations

from collections.abc import Hashable

from stslint.planner import simulation_loop
from stslint.planner.simulation_loop import Actions, Rollout
from stslint.planner.state import Cluster

_MOST_WAVES = 1_000
"""Longer rollouts are not kept."""


class RolloutMemory:
    """The rollouts of a run, by what they began with.

    A file of hundreds of StatefulSets has a few kinds of them. Neither the controller nor the kubelet reads
    more of a manifest and of a template than ``Spec`` and ``Revision`` have.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, Rollout] = {}

    def run(self, cluster: Cluster, first: Actions, most_turns: int) -> Rollout:
        """Returns the rollout that follows an event, as ``simulation_loop.run``; a known one has no turns."""
        like = None if first else _without_names(cluster)
        known = self._known.get(like) if like is not None else None
        if known is not None:
            return _of_cluster(known, cluster)
        rollout = simulation_loop.run(cluster, first, most_turns)
        if like is not None and len(rollout.waves) <= _MOST_WAVES and rollout.turns <= most_turns:
            self._known[like] = rollout
        return rollout


def _without_names(cluster: Cluster) -> Hashable:
    """Returns all that decides the rollout of a cluster, None if that is more than is compared here."""
    stored, slots = cluster.set, [slot for _, _, slot in cluster.slots.runs]
    if stored is None or any(slot.pod and not slot.pod.owner for slot in slots):
        return None  # The selector and the labels decide who adopts a pod without an owner.
    # The claims of a pod are deleted in the order of their full names.
    several = len(stored.spec.claims) > 1 or any(len(slot.claims) > 1 for slot in slots)
    spec = *stored.spec[:-2], stored.spec.revision
    revisions = tuple((each.grace, each.unstartable, each.unready) for each in cluster.revisions)
    around = cluster.now, cluster.patience, cluster.gates, cluster.release
    name = cluster.name if several else ""
    return name, stored.generation, stored.status, spec, revisions, cluster.slots, around


def _of_cluster(known: Rollout, cluster: Cluster) -> Rollout:
    """Returns a rollout as that of another cluster, which differs from its own in names alone."""
    return known._replace(
        turns=0,
        cluster=_named(known.cluster, cluster),
        last=known.last._replace(cluster=_named(known.last.cluster, cluster)),
    )


def _named(end: Cluster, begin: Cluster) -> Cluster:
    assert end.set is not None
    assert begin.set is not None
    return begin._replace(set=begin.set._replace(status=end.set.status), slots=end.slots, now=end.now)
