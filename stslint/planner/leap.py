"""Goes on by many waves at once where a rollout repeats itself from one pod to the next.

In an update of 10,000 equal pods, all but the first and the last few waves are the same, one ordinal further
down and perhaps some seconds later. After two equal periods of waves the rest follows: the bounds of the runs
of equal pods move by the same number of ordinals each time, and the counts in the status change by the same
number. The leap ends a few pods before anything that a sync compares with each other (``_meetings``) meets.

``tests/planner/test_leap.py`` compares rollouts with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from stslint.planner.ordinals import Ordinals
from stslint.planner.state import Cluster, OrdinalAction, Spec, Status
from stslint.runtime.namedtuple import NamedTuple

Wave = tuple[int, tuple[OrdinalAction, ...]]

LONGEST_PERIOD = 32
"""Longer periods are not looked for. The pods that are created in one of them are repetitions, too."""

MARKS = 2 * LONGEST_PERIOD
"""How many clusters before the present one a leap looks at."""

MARGIN = 4
"""How many ordinals are left before an obstacle."""

FEWEST = 8
"""Fewer repetitions are not worth a leap."""


class Leap(NamedTuple):
    """The cluster after the repeated waves, and these waves."""

    cluster: Cluster
    waves: tuple[Wave, ...]


class _Drift(NamedTuple):
    """By how much the bounds of each run and the status change in one period, and how long it takes."""

    bounds: tuple[tuple[int, int], ...]
    status: tuple[int, ...]
    seconds: int


class _Moving(NamedTuple):
    """A number that a sync compares with others, and by how much it changes in one period."""

    place: int
    speed: int = 0


def leap(marks: Sequence[Cluster], waves: Sequence[Wave]) -> Leap | None:
    """Returns where the rollout is after all repetitions, or None; ``marks`` are the clusters after waves."""
    last = marks[-1]
    if last.set is None or _is_small(last):
        return None
    for period in _periods(last.set.spec):
        if len(marks) > 2 * period:
            found = _repeated(marks[-1 - 2 * period :: period], waves[-2 * period :], period)
            if found is not None:
                return found
    return None


def _is_small(cluster: Cluster) -> bool:
    """Returns whether there are too few pods for a leap, now and once the rollout is done."""
    wanted = cluster.set.spec.replicas if cluster.set else 0
    return max(wanted, *(run[1] - run[0] + 1 for run in cluster.slots.runs), 0) < FEWEST + MARGIN


def _periods(spec: Spec) -> tuple[int, ...]:
    """Returns how many waves a repetition may take: pods are deleted in one, and created in the next ones."""
    several = spec.max_unavailable + 1
    return (1, 2, several) if 2 < several <= LONGEST_PERIOD else (1, 2)


def _repeated(marks: Sequence[Cluster], waves: Sequence[Wave], period: int) -> Leap | None:
    first, second, last = marks
    drift = _drift(second, last)
    if drift is None or drift != _drift(first, second):
        return None
    step = _step(waves[:period], waves[period:])
    if not step:
        return None
    times = min(_limits(last, drift), default=0)
    if times < FEWEST:
        return None
    repeated = tuple(
        (waited, tuple((ordinal + turn * step, deed) for ordinal, deed in actions))
        for turn in range(1, times + 1)
        for waited, actions in waves[period:]
    )
    return Leap(_moved(last, drift, times), repeated)


def _drift(before: Cluster, after: Cluster) -> _Drift | None:
    """Returns the change from one cluster to the other, None if it is more than a shift."""
    old, new = before.set, after.set
    if old is None or new is None or old._replace(status=new.status) != new:
        return None
    if before._replace(set=new, slots=after.slots, now=after.now) != after:
        return None
    seconds = after.now - before.now
    runs, moved = before.slots.runs, after.slots.runs
    if [run[2].later(seconds) for run in runs] != [run[2] for run in moved]:
        return None
    bounds = tuple((b[0] - a[0], b[1] - a[1]) for a, b in zip(runs, moved, strict=True))
    counts = tuple(b - a for a, b in zip(_counts(old.status), _counts(new.status), strict=True))
    same = _with_counts(old.status, _counts(new.status)) == new.status
    return _Drift(bounds, counts, seconds) if same else None


def _counts(status: Status) -> tuple[int, ...]:
    return status.replicas, status.ready, status.available, status.current, status.updated


def _with_counts(status: Status, counts: Sequence[int]) -> Status:
    replicas, ready, available, current, updated = counts
    return status._replace(
        replicas=replicas, ready=ready, available=available, current=current, updated=updated
    )


def _step(before: Sequence[Wave], after: Sequence[Wave]) -> int:
    """Returns by how many ordinals all actions of a period are further on, 0 if they are not the same."""
    steps: set[int] = set()
    for (waited, old), (waited_too, new) in zip(before, after, strict=True):
        if waited != waited_too or [each[1] for each in old] != [each[1] for each in new]:
            return 0
        steps |= {b[0] - a[0] for a, b in zip(old, new, strict=True)}
    return steps.pop() if len(steps) == 1 else 0


def _limits(cluster: Cluster, drift: _Drift) -> Iterator[int]:
    """Yields how often the shift can be repeated before two numbers meet that a sync compares."""
    for one, other in _meetings(cluster, drift):
        speed = abs(one.speed - other.speed)
        ahead = other.place - one.place if one.speed > other.speed else one.place - other.place
        # Those that met within the two periods that were compared decided on them, too.
        if speed and ahead >= -MARGIN - 2 * speed:
            yield (ahead - MARGIN) // speed


def _meetings(cluster: Cluster, drift: _Drift) -> Iterator[tuple[_Moving, _Moving]]:
    """Yields what a sync compares: ordinals with each other and the spec, and how many pods there are."""
    assert cluster.set is not None
    spec, counts = cluster.set.spec, _counts(cluster.set.status)
    replicas, _, _, current, _ = map(_Moving, counts, drift.status)
    points = list(_points(cluster, drift))
    yield from pairwise(points)
    yield from product(points, (_Moving(spec.start), _border(spec, current), _Moving(spec.end + 1)))
    yield replicas, _Moving(spec.replicas)


def _points(cluster: Cluster, drift: _Drift) -> Iterator[_Moving]:
    for (first, last, _), (by, its) in zip(cluster.slots.runs, drift.bounds, strict=True):
        yield _Moving(first, by)
        yield _Moving(last, its)


def _border(spec: Spec, current: _Moving) -> _Moving:
    """Returns the lowest ordinal that is created on the update revision, as ``sync`` finds it."""
    if spec.partition is None:
        return current._replace(place=spec.start + current.place)
    return _Moving(spec.start + spec.partition)


def _moved(cluster: Cluster, drift: _Drift, times: int) -> Cluster:
    stored = cluster.set
    assert stored is not None
    seconds = times * drift.seconds
    runs = tuple(
        (first + times * by[0], last + times * by[1], slot.later(seconds))
        for (first, last, slot), by in zip(cluster.slots.runs, drift.bounds, strict=True)
    )
    counts = [now + times * change for now, change in zip(_counts(stored.status), drift.status, strict=True)]
    status = _with_counts(stored.status, counts)
    slots = Ordinals(cluster.slots.default, runs)
    return cluster._replace(set=stored._replace(status=status), slots=slots, now=cluster.now + seconds)
