"""Which pods a rolling update deletes in one sync. They come back at the update revision.

It is reached when nothing before it ended the sync: in OrderedReady every pod in range is Available then, and
none is condemned. Candidates are the old pods at or above the partition, looked at from the top.

    gate MaxUnavailableStatefulSet off    the first candidate; nothing if one above it is unavailable
    on, OrderedReady                      as many as maxUnavailable leaves after all unavailable pods
    on, Parallel, before 1.37             the same
    on, Parallel                          all candidates that are not Available, without limit; then as many
                                          Available ones as maxUnavailable leaves

The gate is on by default from 1.37. Source: pkg/controller/statefulset of Kubernetes 1.36 and 1.37,
https://github.com/kubernetes/enhancements/issues/961 (KEP-961) and
https://github.com/kubernetes/kubernetes/issues/137666.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.planner.releases import BROKEN_FIRST
from stslint.planner.sync import Replica, Sync
from stslint.runtime.namedtuple import NamedTuple

Deletion = tuple[Replica, str]
"""A run of pods to delete from the top down, and why (a key of ``timeline.WHY``)."""


class Choice(NamedTuple):
    """What to delete now, and which ordinal the update waits for."""

    deletions: tuple[Deletion, ...] = ()
    waits_for: int | None = None
    waiting: str = ""


def choose(seen: Sync) -> Choice:
    """Returns the pods that a rolling update deletes in this sync."""
    if "MaxUnavailableStatefulSet" not in seen.cluster.gates:
        return _one_by_one(seen)
    unavailable = sum(replica.size for replica in seen.replicas if seen.unhealthy(replica))
    budget = seen.spec.max_unavailable - unavailable
    if seen.spec.ordered or seen.cluster.release < BROKEN_FIRST:
        return Choice(tuple(_from_the_top(seen, budget, available=False)))
    return Choice((*_all_broken(seen), *_from_the_top(seen, budget, available=True)))


def _one_by_one(seen: Sync) -> Choice:
    for replica in _candidates(seen):
        if seen.old(replica) and not replica.terminating:
            return Choice(((replica._replace(first=replica.last), "old-highest"),))
        if seen.unhealthy(replica):
            return Choice((), replica.last, "to be Available before updating on")
    return Choice()


def _candidates(seen: Sync) -> Iterator[Replica]:
    """Yields the runs at or above the partition, from the top down."""
    lowest = seen.spec.start + (seen.spec.partition or 0)
    for replica in reversed(seen.replicas):
        if replica.last >= lowest:
            yield replica if replica.first >= lowest else replica._replace(first=lowest)


def _broken(seen: Sync, replica: Replica) -> bool:
    return seen.old(replica) and not replica.available and not replica.terminating


def _all_broken(seen: Sync) -> Iterator[Deletion]:
    for replica in _candidates(seen):
        if _broken(seen, replica):
            yield replica, "old-broken"


def _from_the_top(seen: Sync, budget: int, *, available: bool) -> Iterator[Deletion]:
    """Yields old pods until the budget is used up: only the ``available`` ones, or all not Terminating."""
    for replica in _candidates(seen):
        if budget <= 0:
            return
        if seen.old(replica) and not (replica.unavailable if available else replica.terminating):
            taken = replica._replace(first=max(replica.first, replica.last - budget + 1))
            yield taken, "old-highest"
            budget -= taken.size
