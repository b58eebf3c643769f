"""Which pods a rolling update deletes in one sync. They are recreated on the update revision.

This phase runs if no phase before it ended the sync: in OrderedReady every pod in range is then Available,
and none is condemned. Candidates are the old pods at or above the partition, from the top down.

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
from stslint.planner.sync import ObservedState, Replica
from stslint.runtime.namedtuple import NamedTuple

Deletion = tuple[Replica, str]
"""A run of pods to delete from the top down, and why (a key of ``timeline.WHY``)."""


class UpdateChoice(NamedTuple):
    """What to delete now, and which ordinal the update waits for."""

    deletions: tuple[Deletion, ...] = ()
    waits_for: int | None = None
    waiting: str = ""


def choose(observed: ObservedState) -> UpdateChoice:
    """Returns the pods that a rolling update deletes in this sync."""
    if "MaxUnavailableStatefulSet" not in observed.cluster.gates:
        return _one_by_one(observed)
    unavailable = sum(replica.size for replica in observed.replicas if observed.unhealthy(replica))
    budget = observed.spec.max_unavailable - unavailable
    if observed.spec.ordered or observed.cluster.release < BROKEN_FIRST:
        return UpdateChoice(tuple(_from_the_top(observed, budget, available=False)))
    return UpdateChoice((*_all_broken(observed), *_from_the_top(observed, budget, available=True)))


def _one_by_one(observed: ObservedState) -> UpdateChoice:
    for replica in _candidates(observed):
        if observed.old(replica) and not replica.terminating:
            return UpdateChoice(((replica._replace(first=replica.last), "old-highest"),))
        if observed.unhealthy(replica):
            return UpdateChoice((), replica.last, "to be Available before the update continues")
    return UpdateChoice()


def _candidates(observed: ObservedState) -> Iterator[Replica]:
    """Yields the runs at or above the partition, from the top down."""
    lowest = observed.spec.start + (observed.spec.partition or 0)
    for replica in reversed(observed.replicas):
        if replica.last >= lowest:
            yield replica if replica.first >= lowest else replica._replace(first=lowest)


def _broken(observed: ObservedState, replica: Replica) -> bool:
    return observed.old(replica) and not replica.available and not replica.terminating


def _all_broken(observed: ObservedState) -> Iterator[Deletion]:
    for replica in _candidates(observed):
        if _broken(observed, replica):
            yield replica, "old-broken"


def _from_the_top(observed: ObservedState, budget: int, *, available: bool) -> Iterator[Deletion]:
    """Yields old pods until the budget is used up: only the ``available`` ones, or all not Terminating."""
    for replica in _candidates(observed):
        if budget <= 0:
            return
        if observed.old(replica) and not (replica.unavailable if available else replica.terminating):
            chosen = replica._replace(first=max(replica.first, replica.last - budget + 1))
            yield chosen, "old-highest"
            budget -= chosen.size
