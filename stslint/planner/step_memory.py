"""How steps ended: thousands of steps can lead from one state to another and back."""

from __future__ import annotations

from collections.abc import Hashable

from stslint.planner.plan_size import PlanSize
from stslint.planner.state import Cluster, StatefulSet
from stslint.planner.timeline import StepPlan
from stslint.runtime.namedtuple import NamedTuple


class Stop(NamedTuple):
    """The end of a step: the cluster then, its plan, what is wrong with the step, and its size."""

    cluster: Cluster
    plan: StepPlan
    error: str = ""
    size: PlanSize = PlanSize()


class StepMemory:
    """The last end of each step, by the step and what the cluster was like before it.

    Neither the time nor the generation decides what happens: the ends of two steps differ by as much of
    them as their beginnings. So no end is remembered that depends on since when a pod is Ready.
    """

    def __init__(self) -> None:
        self._ends: dict[Hashable, tuple[Cluster, Stop]] = {}

    def end_of(self, step: object, before: Cluster) -> Stop | None:
        """Returns the end of a step, None if it is not known. Its size is that of what it lists."""
        begin, end = self._ends.get(_key(step, before), (None, None))
        if begin is None or end is None or not _is_timeless(before) or _origin(begin) != _origin(before):
            return None
        return end._replace(cluster=_moved(end.cluster, begin, before), size=_listed(end.size))

    def remember(self, step: object, before: Cluster, end: Stop) -> None:
        """Stores the end of a step."""
        if _is_timeless(before):
            self._ends[_key(step, before)] = before, end


def _listed(size: PlanSize) -> PlanSize:
    return PlanSize(size.listed, claims=size.claims)


def _is_timeless(cluster: Cluster) -> bool:
    """Returns whether no pod became Ready at a time that still counts."""
    return cluster.now > 0 and not any(slot.pod and slot.pod.since for _, _, slot in cluster.slots.runs)


def _key(step: object, cluster: Cluster) -> Hashable:
    """Returns what most clusters before one step differ in, as far as it can be hashed."""
    stored = cluster.set
    if stored is None:
        return repr(step), cluster.slots
    spec = stored.spec
    size = spec.replicas, spec.start, spec.partition, spec.revision
    return repr(step), cluster.slots, size, stored.status._replace(observed=0)


def _origin(cluster: Cluster) -> Cluster:
    """Returns the cluster at the second 0, with its StatefulSet in generation 0."""
    stored = cluster.set
    return cluster._replace(now=0, set=stored and _in_generation(stored, 0))


def _in_generation(stored: StatefulSet, generation: int) -> StatefulSet:
    status = stored.status
    observed = status.observed + generation - stored.generation
    return stored._replace(generation=generation, status=status._replace(observed=observed))


def _moved(end: Cluster, begin: Cluster, before: Cluster) -> Cluster:
    """Returns the end of a step that began in one cluster as if it had begun in another."""
    seconds = before.now - begin.now
    stored = end.set
    if stored and begin.set and before.set:
        generation = stored.generation + before.set.generation - begin.set.generation
        stored = _in_generation(stored, generation)
    slots = end.slots.map(lambda slot: slot.later(seconds))
    return end._replace(now=end.now + seconds, set=stored, slots=slots)
