"""How large the plan of a scenario is, known before each of its steps is played.

A plan lists every pod and claim after each of its steps, so thousands of short steps can ask for an answer of
gigabytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from stslint.planner.state import Cluster
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import join_and, join_or

LARGEST = 70_000
"""The largest size of all plans of a text, about two thirds of a second of a processor.

The update of 10,000 pods with two claims each has a size of 68,000, that of a hundred pods one of 1,000; the
largest of 1,500 random scenarios that the controller's own code has answered has one of 1,400.
"""

UNLIMITED = sys.maxsize
"""A size that no plan has."""

TEXT = 100_000
"""Characters of a text for which ``LARGEST`` holds."""

IN_LONG_TEXTS = 2
"""In longer texts, as many times as much may be asked for in each so many characters."""

PER_STEP = 6
"""Turns of the controller that take as long as all else that a step needs, however small it is."""

_PER_TURN = 4
_CHARACTERS = 5
_FEWEST_CHARACTERS = 500
"""A turn of the controller takes about as long as to list four pods, to store five characters as long as one;
to store a short manifest takes as long as one of 500 characters."""


class PlanSize(NamedTuple):
    """What plans are made of.

    ``listed``: the pods and claims before each step, and those that its StatefulSet asks for; ``stored``: the
    characters of the manifests that the steps store; ``turns``: how often the controller looks at the pods,
    which is seldom if a rollout repeats itself, and at least a few times in a step. ``claims``: how many of
    what is listed are claims, which take half of the time.
    """

    listed: int = 0
    stored: int = 0
    turns: int = 0
    claims: int = 0

    @property
    def total(self) -> int:
        """Returns the size as one number, in pods that are listed."""
        return self.listed - self.claims // 2 + self.stored // _CHARACTERS + self.turns * _PER_TURN

    def plus(self, other: PlanSize) -> PlanSize:
        """Returns the size of both together."""
        return PlanSize(*(one + two for one, two in zip(self, other, strict=True)))


class PlanTooLargeError(ValueError):
    """The plan of a scenario would be too large: of which size, and the size of what was played."""

    def __init__(self, message: str, size: PlanSize, played: PlanSize) -> None:
        super().__init__(message)
        self.size = size
        self.played = played


def room_for(characters: int) -> int:
    """Returns how large all plans of a text of that length may be together."""
    return LARGEST if characters <= TEXT else LARGEST * IN_LONG_TEXTS * characters // TEXT


def most_turns(left: int) -> int:
    """Returns the turns of the controller after which nothing is left of a size."""
    return left // _PER_TURN


def size_of(before: Cluster, after: Cluster, stored: int) -> PlanSize:
    """Returns the size of a step. ``after`` is the cluster after its event, before anything reacts to it.

    ``stored`` is the length of the manifest that the step stores, 0 if it stores none.
    """
    runs = [(last - first + 1, len(slot.claims)) for first, last, slot in before.slots.runs]
    if after.set:
        runs.append((after.set.spec.replicas, len(after.set.spec.claims)))
    pods, claims = sum(pods for pods, _ in runs), sum(pods * each for pods, each in runs)
    return PlanSize(pods + claims, stored, claims=claims)


def check_size(which: str, size: PlanSize, room: int, played: PlanSize) -> None:
    """Raises PlanTooLargeError if there is no room for the steps of a plan up to ``which``."""
    if size.total > room:
        raise PlanTooLargeError(f"{which}: {too_large(size, 'steps')}", size, played)


def check_texts(scenario: Mapping[str, Any], room: int) -> None:
    """Raises PlanTooLargeError if there is no room for a manifest of a valid scenario, before it is read."""
    for place, stored in enumerate(stored_by_step(scenario)):
        size = PlanSize(stored=stored)
        if size.total > room:
            check_size(step_name(place, scenario["steps"][place]), size, room, PlanSize())


def step_name(place: int, step: Mapping[str, Any]) -> str:
    """Returns how an error names a step, whose place counts from 0."""
    return f"step {place + 1} (`{step.get('op', '')}`)"


def too_large(size: PlanSize, fewer: str = "") -> str:
    """Returns that a plan is too large, what it is made of, and what to do; ``fewer``: what else there is."""
    parts = [
        (size.listed, "pods and claims before and after its steps"),
        (size.turns, "turns of the controller"),
        (size.stored, "characters of manifests"),
    ]
    made = join_and([f"{number:,} {what}" for number, what in parts if number])
    less = join_or([each for each in (fewer, "replicas", "claims") if each])
    return f"up to here, the plan is too large ({made}): plan fewer {less}"


def stored_by_step(scenario: Mapping[str, Any]) -> Iterator[int]:
    """Yields how many characters each step of a valid scenario stores, 0 if it stores no manifest.

    A step that changes one field stores the manifest before it with this field changed.
    """
    first = scenario.get("manifest") or ""
    # What a snapshot holds is written differently; its length is about the same.
    text = first or repr(scenario.get("state") or "")
    for step in scenario["steps"]:
        op = step.get("op")
        if op in ("create", "apply"):
            given = step.get("manifest")
            text = given if isinstance(given, str) else first
        stores = op in ("create", "apply", "scale", "partition")
        yield max(len(text), _FEWEST_CHARACTERS) if stores else 0
