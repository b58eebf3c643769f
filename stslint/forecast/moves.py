"""Actions of a plan as moves that are easy to follow: deleting and recreating a pod is one move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from stslint.planner.timeline import End, PlannedAction, StepPlan, Wave
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import join_and

Verb = Literal["create", "replace", "delete", "adopt", "orphan"]

_VERBS: dict[str, Verb] = {
    "create-pod": "create",
    "delete-pod": "delete",
    "adopt-pod": "adopt",
    "orphan-pod": "orphan",
}


class Move(NamedTuple):
    """What happens to some pods at once. ``number`` counts the waves in which pods move, from 1.

    ``old`` and ``new`` are revisions, 0 where there is none. ``after`` says what it waits for. ``least`` is
    the fewest seconds until it is done, ``stop`` the most that the old pods take to stop. ``fails``: the new
    pods do not become Ready. ``wave`` is the index of the wave in which it begins.
    ``apart``: the pods are recreated one by one.
    """

    number: int
    verb: Verb
    pods: tuple[str, ...]
    ordinals: tuple[int, ...]
    old: int
    new: int
    why: str
    after: str
    least: int
    stop: int | None
    fails: bool = False
    wave: int = 0
    apart: bool = False


def moves_of(step: StepPlan, before: End, available: str = "Ready") -> list[Move]:
    """Returns the moves of a step in order. ``before`` is the state that the step began with.

    ``available`` is what a pod must be before the next one moves: ``Ready``, or ``Available``.
    """
    returns = _Returns(step.waves)
    there = {pod.name: pod.revision for pod in before.pods}
    never = {pod.name for pod in step.end.pods if not pod.ready}
    moves: list[Move] = []
    number, earlier = 0, ""
    for index, wave in enumerate(step.waves):
        parts = list(_parts(index, wave, returns, there))
        number += 1 if parts else 0
        moves += (_move(number, index, group, earlier, never) for group in _groups(parts))
        earlier = _awaited(wave, available) or earlier
    return moves


class _Returns:
    """Finds the creation that recreates a deleted pod, each one only once."""

    def __init__(self, waves: Sequence[Wave]) -> None:
        self._creations: dict[int, list[tuple[int, PlannedAction]]] = {}
        self._used: set[tuple[int, int]] = set()
        for index, wave in enumerate(waves):
            for action in wave.actions:
                if action.kind == "create-pod":
                    self._creations.setdefault(action.ordinal, []).append((index, action))

    def of(self, ordinal: int, wave: int) -> tuple[int, PlannedAction] | None:
        """Returns the wave and the creation that recreates a pod that was deleted in a wave."""
        for index, action in self._creations.get(ordinal, ()):
            if index >= wave and (index, ordinal) not in self._used:
                self._used.add((index, ordinal))
                return index, action
        return None

    def is_used(self, ordinal: int, wave: int) -> bool:
        """Returns whether a creation belongs to an earlier deletion."""
        return (wave, ordinal) in self._used


class _Part(NamedTuple):
    verb: Verb
    action: PlannedAction
    back: PlannedAction | None
    old: int
    returns: int = 0

    @property
    def kind(self) -> tuple[object, ...]:
        """Returns what two pods of one move have in common."""
        new = self.back.revision if self.back else 0
        return self.verb, self.action.reason, self.action.revision, self.old, new, self.action.by


def _groups(parts: list[_Part]) -> list[list[_Part]]:
    """Returns the parts of a wave by the moves that they make together."""
    if len(parts) < 2:
        return [parts] if parts else []
    return [list(group) for _, group in groupby(parts, key=lambda part: part.kind)]


def _parts(index: int, wave: Wave, returns: _Returns, there: dict[str, int]) -> Iterator[_Part]:
    for action in wave.actions:
        verb = _VERBS.get(action.kind)
        if verb == "delete":
            creation = returns.of(action.ordinal, index)
            if creation:
                yield _Part("replace", action, creation[1], action.revision, creation[0])
            else:
                yield _Part("delete", action, None, action.revision)
        elif verb == "create":
            if not returns.is_used(action.ordinal, index):
                yield _Part(verb, action, None, there.get(action.name, 0))
        elif verb is not None:
            yield _Part(verb, action, None, action.revision)


def _move(number: int, index: int, parts: list[_Part], after: str, never: set[str]) -> Move:
    """Returns what parts of one wave are together; ``never`` are pods that do not become Ready."""
    verb, action, back, old, _ = parts[0]
    made = back or action
    pods = tuple([part.action.name for part in parts])
    new = made.revision if verb in ("create", "replace") else 0
    fails = bool(new) and never.issuperset(pods)
    return Move(
        number,
        verb,
        pods,
        tuple([part.action.ordinal for part in parts]),
        old,
        new,
        action.why,
        after,
        0 if fails else made.at_least,
        action.at_most if verb in ("replace", "delete") else None,
        fails,
        index,
        len(parts) > 1 and len({part.returns for part in parts}) > 1,
    )


def _awaited(wave: Wave, available: str) -> str:
    """Returns what the next wave waits for: ``web-2 is Ready`` or ``web-1 and web-2 have terminated``."""
    created = [action.name for action in wave.actions if action.kind == "create-pod"]
    if created:
        return f"{names(created)} {'is' if len(created) == 1 else 'are'} {available}"
    deleted = [action.name for action in wave.actions if action.kind == "delete-pod"]
    return f"{names(deleted)} {'has' if len(deleted) == 1 else 'have'} terminated" if deleted else ""


def names(pods: Sequence[str]) -> str:
    """Returns names as a list: ``a``, ``a and b``, ``a, b and c``, ``a ... z``, or ``none``."""
    if len(pods) == 1:
        return pods[0]
    if len(pods) > 3:
        return f"{pods[0]} ... {pods[-1]}"
    return join_and(pods) or "none"
