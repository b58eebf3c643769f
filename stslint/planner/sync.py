"""What one sync of the controller observes when it begins, and what it has done so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stslint.kubernetes.values.labels import selector_from
from stslint.planner.releases import WAITS_FOR_AVAILABLE
from stslint.planner.state import Cluster, ClusterAction, OrdinalAction, Pod, Slot, Spec, Status
from stslint.runtime.namedtuple import NamedTuple


class Replica(NamedTuple):
    """A run of equal ordinals as the sync observed them when it began.

    ``pod`` is the StatefulSet's own pod, or None where one has to be created; then ``revision`` is the one
    that it will get, and ``slot.pod`` can be a pod of another owner. ``adopted``: it was an orphan until this
    sync.
    """

    first: int
    last: int
    slot: Slot
    pod: Pod | None
    revision: int
    available: bool = False
    terminating: bool = False
    adopted: bool = False

    @property
    def size(self) -> int:
        """Returns the number of its ordinals."""
        return self.last - self.first + 1

    @property
    def unavailable(self) -> bool:
        """Returns whether maxUnavailable counts it: missing, not Available or Terminating."""
        return not self.available or self.terminating


class ObservedState(NamedTuple):
    """The StatefulSet, its pods in range by rising ordinal and its condemned pods by falling ordinal."""

    cluster: Cluster
    spec: Spec
    stored: Status
    current: int
    update: int
    replicas: tuple[Replica, ...] = ()
    condemned: tuple[Replica, ...] = ()

    @property
    def adopted(self) -> list[Replica]:
        """Returns the pods that were orphans until this sync, by rising ordinal."""
        return sorted([replica for replica in (*self.replicas, *self.condemned) if replica.adopted])

    def old(self, replica: Replica) -> bool:
        """Returns whether its revision is not the update revision."""
        return replica.revision != self.update

    def unhealthy(self, replica: Replica) -> bool:
        """Returns whether updates and scaling in wait for a pod: not Available or, before 1.34, not Ready."""
        if self.cluster.release >= WAITS_FOR_AVAILABLE or replica.pod is None:
            return replica.unavailable
        return not replica.pod.ready or replica.terminating

    def lowest_unhealthy(self) -> int | None:
        """Returns the lowest unhealthy ordinal in range or, if there is none, of the condemned."""
        for replica in (*self.replicas, *reversed(self.condemned)):
            if self.unhealthy(replica):
                return replica.first
        return None

    def status(self, updating: int) -> Status:
        """Returns the observed status; each of ``updating`` deletions takes one off ``current``."""
        replicas = ready = available = current = updated = 0
        for replica in (*self.replicas, *self.condemned):
            pod = replica.pod
            if pod is None:
                continue
            replicas += replica.size
            ready += replica.size if pod.ready else 0
            available += replica.size if replica.available else 0
            if not pod.terminating:
                current += replica.size if pod.revision == self.current else 0
                updated += replica.size if pod.revision == self.update else 0
        return Status(
            self.cluster.set.generation if self.cluster.set else 0,
            replicas,
            ready,
            available,
            current - updating,
            updated,
            self.current,
            self.update,
            self.stored.progress,
        )


class SyncProgress(NamedTuple):
    """What a sync has written so far.

    ``waits_for`` is the ordinal at which it stopped, ``waiting`` what it waits for, ``error`` why it will be
    retried. ``updating`` counts the deletions of the rolling update.
    """

    cluster: Cluster
    actions: tuple[OrdinalAction, ...] = ()
    ended: bool = False
    waits_for: int | None = None
    waiting: str = ""
    error: str = ""
    updating: int = 0

    def end(self, waits_for: int | None = None, waiting: str = "", error: str = "") -> SyncProgress:
        """Returns the progress with the sync ended."""
        return self._replace(ended=True, waits_for=waits_for, waiting=waiting, error=error)

    def become(
        self, first: int, last: int, slot: Slot, actions: tuple[ClusterAction, ...], *, falling: bool = False
    ) -> SyncProgress:
        """Returns the progress after these actions turned each ordinal of a range into ``slot``."""
        if not actions:
            return self
        return self._write(first, last, lambda _: slot, actions, falling)

    def write(
        self,
        first: int,
        last: int,
        change: Callable[[Slot], Slot],
        action: ClusterAction,
        *,
        falling: bool = False,
    ) -> SyncProgress:
        """Returns the progress after one action to every ordinal from ``first`` to ``last``."""
        return self._write(first, last, change, (action,), falling)

    def with_status(self, status: Status) -> SyncProgress:
        """Returns the progress with the status written, if it differs."""
        stored = self.cluster.set
        if stored is None or stored.status == status:
            return self
        return self._replace(cluster=self.cluster._replace(set=stored._replace(status=status)))

    def _write(
        self,
        first: int,
        last: int,
        change: Callable[[Slot], Slot],
        each: tuple[ClusterAction, ...],
        falling: bool,
    ) -> SyncProgress:
        ordinals = range(last, first - 1, -1) if falling else range(first, last + 1)
        written = tuple((ordinal, action) for ordinal in ordinals for action in each)
        slots = self.cluster.slots.change(first, last, change)
        return self._replace(cluster=self.cluster._replace(slots=slots), actions=self.actions + written)


def begin(cluster: Cluster) -> ObservedState:
    """Returns what a sync of the StatefulSet observes. Raises ValueError if there is none."""
    stored = cluster.set
    if stored is None:
        raise ValueError("there is no StatefulSet to sync")
    spec, status = stored.spec, stored.status
    observed = ObservedState(cluster, spec, status, status.current_revision or spec.revision, spec.revision)
    replicas = tuple(_in_range(observed))
    condemned = tuple(
        _own(observed, first, last, slot)
        for first, last, slot in cluster.slots.outside(spec.start, spec.end)
        if slot.pod is not None and _belongs(observed, slot.pod)
    )
    return observed._replace(replicas=replicas, condemned=condemned[::-1])


def _in_range(observed: ObservedState) -> Iterator[Replica]:
    for first, last, slot in observed.cluster.slots.within(observed.spec.start, observed.spec.end):
        if slot.pod is not None and _belongs(observed, slot.pod):
            yield _own(observed, first, last, slot)
        else:
            yield from _missing(observed, first, last, slot)


def _own(observed: ObservedState, first: int, last: int, slot: Slot) -> Replica:
    mine = slot.adopt()
    pod = mine.pod
    assert pod is not None
    available = observed.cluster.available(pod)
    return Replica(first, last, mine, pod, pod.revision, available, pod.terminating, mine is not slot)


def _belongs(observed: ObservedState, pod: Pod) -> bool:
    """Returns whether a pod belongs to the StatefulSet, or is an orphan that it adopts now."""
    if pod.owner:
        return pod.owner == "set"
    if pod.terminating or not pod.revision:
        return not pod.terminating
    return selector_from(observed.spec.selector).matches(observed.cluster.revision(pod.revision).labels)


def _missing(observed: ObservedState, first: int, last: int, slot: Slot) -> Iterable[Replica]:
    """Yields the ordinals to create: below the border on the current, from it on the update revision."""
    border = observed.spec.start + _kept(observed)
    if first < border:
        yield Replica(first, min(last, border - 1), slot, None, observed.current)
    if last >= border:
        yield Replica(max(first, border), last, slot, None, observed.update)


def _kept(observed: ObservedState) -> int:
    """Returns how many of the lowest ordinals are created on the current revision.

    That is the partition; without a rollingUpdate block it is status.currentReplicas of the sync before.
    """
    if observed.spec.strategy != "RollingUpdate":
        return 0
    return observed.stored.current if observed.spec.partition is None else observed.spec.partition
