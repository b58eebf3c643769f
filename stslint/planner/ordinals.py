"""A sparse, immutable array over ordinals, cheap even if it is long.

The pods of a StatefulSet differ little: 10,000 replicas in a rolling update are one run of old pods, one or
two pods in transition, and one run of new pods. So the array consists of runs of equal values. Reading every
ordinal means reading every run, an edit copies a few tuples, and two arrays are equal if their runs are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")
Run = tuple[int, int, Value]
"""First ordinal, last ordinal (inclusive), and the value that all of them have."""


@dataclass(frozen=True, slots=True)
class Ordinals(Generic[Value]):
    """Values by ordinal. ``runs`` rise, never touch with equal values, and leave out ``default``."""

    default: Value
    runs: tuple[Run[Value], ...] = ()

    @classmethod
    def of(cls, runs: Iterable[Run[Value]], default: Value) -> Ordinals[Value]:
        """Returns the array of runs that rise; those that touch with equal values become one."""
        return cls(default, _joined(runs, default))

    def at(self, ordinal: int) -> Value:
        """Returns the value of one ordinal."""
        for first, last, value in self.runs:
            if first <= ordinal <= last:
                return value
        return self.default

    def within(self, first: int, last: int) -> Iterator[Run[Value]]:
        """Yields the runs from ``first`` to ``last``, gaps included, by rising ordinal."""
        for start, end, value in self.runs:
            if end < first:
                continue
            if start > last or first > last:
                break
            if start > first:
                yield first, start - 1, self.default
            yield max(start, first), min(end, last), value
            first = end + 1
        if first <= last:
            yield first, last, self.default

    def outside(self, first: int, last: int) -> Iterator[Run[Value]]:
        """Yields the runs below ``first`` and above ``last``, gaps left out, by rising ordinal."""
        for start, end, value in self.runs:
            if start < first:
                yield start, min(end, first - 1), value
            if end > last:
                yield max(start, last + 1, first), end, value

    def change(self, first: int, last: int, change: Callable[[Value], Value]) -> Ordinals[Value]:
        """Returns the array with every value from ``first`` to ``last`` replaced by ``change`` of it."""
        below = [run for run in self.runs if run[1] < first]
        above = [run for run in self.runs if run[0] > last]
        edges: list[Run[Value]] = []
        for start, end, value in self.runs:
            if start < first <= end:
                below.append((start, first - 1, value))
            if start <= last < end:
                edges.append((last + 1, end, value))
        middle = [(start, end, change(value)) for start, end, value in self.within(first, last)]
        return Ordinals.of([*below, *middle, *edges, *above], self.default)

    def map(self, change: Callable[[Value], Value]) -> Ordinals[Value]:
        """Returns the array with every value that is not the default replaced by ``change`` of it."""
        runs = [(first, last, change(value)) for first, last, value in self.runs]
        if all(new[2] is old[2] for new, old in zip(runs, self.runs, strict=True)):
            return self
        return Ordinals.of(runs, self.default)


def _joined(runs: Iterable[Run[Value]], default: Value) -> tuple[Run[Value], ...]:
    joined: list[Run[Value]] = []
    for first, last, value in runs:
        if value == default:
            continue
        if joined and joined[-1][1] == first - 1 and joined[-1][2] == value:
            joined[-1] = (joined[-1][0], last, value)
        else:
            joined.append((first, last, value))
    return tuple(joined)
