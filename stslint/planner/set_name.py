"""The name of the StatefulSet that a snapshot is about, even if the StatefulSet no longer exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from stslint.planner.live_objects import LiveObject, kind_of, name_of, ordinal_name, owner_references


def name_of_set(items: Sequence[LiveObject]) -> str:
    """Returns the name of the StatefulSet, else of the one that the other objects belonged to."""
    for find in (_sets, _owners, _pods, _claims):
        found = Counter(find(items)).most_common(1)
        if found:
            return found[0][0]
    return ""


def _sets(items: Sequence[LiveObject]) -> Iterator[str]:
    yield from (name_of(item) for item in items if kind_of(item) == "StatefulSet")


def _owners(items: Sequence[LiveObject]) -> Iterator[str]:
    for item in items:
        for owner in owner_references(item):
            if owner.get("kind") == "StatefulSet":
                yield str(owner.get("name"))


def _pods(items: Sequence[LiveObject]) -> Iterator[str]:
    for item in items:
        if kind_of(item) == "Pod" and (found := ordinal_name(name_of(item))):
            yield found[0]


def _claims(items: Sequence[LiveObject]) -> Iterator[str]:
    """Yields what follows the first dash of a claim's name: its template's name seldom has one."""
    for item in items:
        if kind_of(item) == "PersistentVolumeClaim" and (found := ordinal_name(name_of(item))):
            yield found[0].partition("-")[2]
