"""Which pods a rolling update deletes in one sync. They come back at the update revision.

It is reached when nothing before it ended the sync: in OrderedReady every pod in range is Available then, and
none is condemned. Candidates are the old pods at or above the partition, looked at from the top.

    gate MaxUnavailableStatefulSet off    the first candidate, be it unhealthy; stop at an unavailable pod before it
    on, OrderedReady                      as many candidates as maxUnavailable leaves
    on, Parallel                          all candidates that are not Available, without limit; then as many
                                          Available ones as maxUnavailable leaves after all unavailable pods

The gate is on by default from 1.37. Source: https://github.com/kubernetes/enhancements/issues/961 (KEP-961)
and https://github.com/kubernetes/kubernetes/issues/137666.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stslint.planner.sync import Replica, Sync

Deletion = tuple[int, int, Replica, str]
"""First and last ordinal to delete, from the top down; the run they are of; and why (``timeline.WHY``)."""


class Choice(NamedTuple):
    """What to delete now, and which ordinal the update waits for."""

    deletions: tuple[Deletion, ...] = ()
    waits_for: int | None = None
    waiting: str = ""


def choose(seen: Sync) -> Choice:
    """Returns the pods that a rolling update deletes in this sync."""
    if "MaxUnavailableStatefulSet" not in seen.cluster.gates:
        return _one_by_one(seen)
    unavailable = sum(replica.count for replica in seen.replicas if replica.unavailable)
    budget = seen.spec.max_unavailable - unavailable
    if seen.spec.ordered:
        return Choice(tuple(_from_the_top(seen, budget)))
    if budget <= 0 and not any(_broken(seen, replica) for replica in seen.replicas):
        return Choice()
    return Choice((*_all_broken(seen), *_from_the_top(seen, budget)))


def _one_by_one(seen: Sync) -> Choice:
    for first, last, replica in _candidates(seen):
        if seen.old(replica) and not replica.terminating:
            return Choice(((last, last, replica, "old-highest"),))
        if replica.unavailable:
            return Choice((), last, "to update")
        del first
    return Choice()


def _candidates(seen: Sync) -> Iterator[tuple[int, int, Replica]]:
    lowest = seen.spec.start + (seen.spec.partition or 0)
    for replica in reversed(seen.replicas):
        if replica.last >= lowest:
            yield max(replica.first, lowest), replica.last, replica


def _broken(seen: Sync, replica: Replica) -> bool:
    return seen.old(replica) and not replica.available and not replica.terminating


def _all_broken(seen: Sync) -> Iterator[Deletion]:
    for first, last, replica in _candidates(seen):
        if _broken(seen, replica):
            yield first, last, replica, "old-broken"


def _from_the_top(seen: Sync, budget: int) -> Iterator[Deletion]:
    """Yields old Available pods until the budget is used up."""
    for first, last, replica in _candidates(seen):
        if budget <= 0:
            return
        if seen.old(replica) and not replica.unavailable:
            lowest = max(first, last - budget + 1)
            yield lowest, last, replica, "old-highest"
            budget -= last - lowest + 1
