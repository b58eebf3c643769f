"""What an act is: something that a person can do to a StatefulSet, as steps of a scenario."""

from __future__ import annotations

from collections.abc import Sequence

from stslint.forecast.snapshot.playing import Played, Step
from stslint.runtime.namedtuple import NamedTuple


class Act(NamedTuple):
    """Something that a person can do. ``risk`` orders acts; ``parts`` names what it consists of."""

    title: str
    risk: int
    steps: tuple[Step, ...]
    parts: frozenset[str]
    commands: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()

    def with_pods(self, other: Act) -> Act:
        """Returns this act followed by another."""
        return Act(
            f"{self.title}, then {other.title}" if self.title else other.title,
            self.risk + other.risk,
            self.steps + other.steps,
            self.parts | other.parts,
            self.commands + other.commands,
            self.loses + other.loses,
        )


NOTHING = Act("", 0, (), frozenset())


def kubectl(played: Played, arguments: str) -> str:
    """Returns a kubectl command in the namespace of the StatefulSet."""
    return f"kubectl {arguments} -n {played.observed.key[0]}"


def pods_of(played: Played, ordinals: Sequence[int]) -> list[str]:
    """Returns the names of the pods of ordinals."""
    return [f"{played.observed.snapshot.name}-{ordinal}" for ordinal in ordinals]


def steps_of(op: str, ordinals: Sequence[int]) -> tuple[Step, ...]:
    """Returns one step for each ordinal."""
    return tuple({"op": op, "ordinal": ordinal} for ordinal in ordinals)
