"""What one sync of the controller sees when it begins, and what it has done so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stslint.kubernetes.values.labels import selector_from
from stslint.planner.releases import WAITS_FOR_AVAILABLE
from stslint.planner.state import Action, Cluster, Deed, Pod, Slot, Spec, Status
from stslint.runtime.namedtuple import NamedTuple


class Replica(NamedTuple):
    """A run of like ordinals as the sync saw them when it began.

    ``pod`` is the set's own pod, or None where one is to be created; then ``revision`` is the one it will
    get, and ``slot.pod`` may be a stranger that has the name. ``adopted``: it was an orphan until this sync.
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
        """Returns how many ordinals it stands for."""
        return self.last - self.first + 1

    @property
    def unavailable(self) -> bool:
        """Returns whether the budget of a rolling update counts it: missing, not Available or Terminating."""
        return not self.available or self.terminating


class Sync(NamedTuple):
    """The set, its pods in range by rising ordinal and its condemned pods by falling ordinal."""

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
        """Returns the lowest unhealthy ordinal in range or, if all are well, of the condemned."""
        for replica in (*self.replicas, *reversed(self.condemned)):
            if self.unhealthy(replica):
                return replica.first
        return None

    def status(self, updating: int) -> Status:
        """Returns the status of what was seen; each of ``updating`` deletions takes one off ``current``."""
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


class Progress(NamedTuple):
    """What a sync has written so far.

    ``waits_for`` is the ordinal that it stopped at, ``waiting`` what it waits for, ``error`` what it will
    retry. ``updating`` counts the deletions of the rolling update.
    """

    cluster: Cluster
    actions: tuple[Action, ...] = ()
    ended: bool = False
    waits_for: int | None = None
    waiting: str = ""
    error: str = ""
    updating: int = 0

    def end(self, waits_for: int | None = None, waiting: str = "", error: str = "") -> Progress:
        """Returns the progress with the sync ended."""
        return self._replace(ended=True, waits_for=waits_for, waiting=waiting, error=error)

    def become(
        self, first: int, last: int, slot: Slot, deeds: tuple[Deed, ...], *, falling: bool = False
    ) -> Progress:
        """Returns the progress after these deeds made ``slot`` of each ordinal from ``first`` to ``last``."""
        if not deeds:
            return self
        return self._write(first, last, lambda _: slot, deeds, falling)

    def write(
        self, first: int, last: int, change: Callable[[Slot], Slot], deed: Deed, *, falling: bool = False
    ) -> Progress:
        """Returns the progress after one deed to every ordinal from ``first`` to ``last``."""
        return self._write(first, last, change, (deed,), falling)

    def with_status(self, status: Status) -> Progress:
        """Returns the progress with the set's status written, if it differs."""
        stored = self.cluster.set
        if stored is None or stored.status == status:
            return self
        return self._replace(cluster=self.cluster._replace(set=stored._replace(status=status)))

    def _write(
        self, first: int, last: int, change: Callable[[Slot], Slot], deeds: tuple[Deed, ...], falling: bool
    ) -> Progress:
        ordinals = range(last, first - 1, -1) if falling else range(first, last + 1)
        actions = tuple((ordinal, deed) for ordinal in ordinals for deed in deeds)
        slots = self.cluster.slots.change(first, last, change)
        return self._replace(cluster=self.cluster._replace(slots=slots), actions=self.actions + actions)


def begin(cluster: Cluster) -> Sync:
    """Returns what a sync of the set sees. Raises ValueError when there is no set."""
    stored = cluster.set
    if stored is None:
        raise ValueError("there is no set to sync")
    spec, status = stored.spec, stored.status
    seen = Sync(cluster, spec, status, status.current_revision or spec.revision, spec.revision)
    replicas = tuple(_in_range(seen))
    condemned = tuple(
        _own(seen, first, last, slot)
        for first, last, slot in cluster.slots.outside(spec.start, spec.end)
        if slot.pod is not None and _belongs(seen, slot.pod)
    )
    return seen._replace(replicas=replicas, condemned=condemned[::-1])


def _in_range(seen: Sync) -> Iterator[Replica]:
    for first, last, slot in seen.cluster.slots.within(seen.spec.start, seen.spec.end):
        if slot.pod is not None and _belongs(seen, slot.pod):
            yield _own(seen, first, last, slot)
        else:
            yield from _missing(seen, first, last, slot)


def _own(seen: Sync, first: int, last: int, slot: Slot) -> Replica:
    mine = slot.adopt()
    pod = mine.pod
    assert pod is not None
    available = seen.cluster.available(pod)
    return Replica(first, last, mine, pod, pod.revision, available, pod.terminating, mine is not slot)


def _belongs(seen: Sync, pod: Pod) -> bool:
    """Returns whether a pod is the set's own, or an orphan that it adopts now."""
    if pod.owner:
        return pod.owner == "set"
    return not pod.terminating and selector_from(seen.spec.selector).matches(
        seen.cluster.revision(pod.revision).labels
    )


def _missing(seen: Sync, first: int, last: int, slot: Slot) -> Iterable[Replica]:
    """Yields the ordinals to create: below the border at the current, from it on at the update revision."""
    border = seen.spec.start + _kept(seen)
    if first < border:
        yield Replica(first, min(last, border - 1), slot, None, seen.current)
    if last >= border:
        yield Replica(max(first, border), last, slot, None, seen.update)


def _kept(seen: Sync) -> int:
    """Returns how many of the lowest ordinals are created at the current revision.

    That is the partition; without a rollingUpdate block it is status.currentReplicas of the sync before.
    """
    if seen.spec.strategy != "RollingUpdate":
        return 0
    return seen.stored.current if seen.spec.partition is None else seen.spec.partition
