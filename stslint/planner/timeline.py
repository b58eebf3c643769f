"""A plan as reports read it, and the answer that ``stslint plan --format json`` gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stslint.runtime.namedtuple import NamedTuple

WHY: dict[str, str] = {
    "missing": "no pod of this ordinal, and Parallel waits for no other",
    "missing-first": "no pod of the first ordinal",
    "missing-next": "lowest ordinal without a pod, and {below} is Available",
    "claim-missing": "{pod} mounts it and it does not exist yet",
    "owner-set": "whenDeleted is Delete: it goes with the set",
    "owner-pod": "whenScaled is Delete and {pod} is out of range: it goes with the pod",
    "owner-nobody": "the retention policy keeps it",
    "claims-changed": "its claims were changed",
    "failed": "its phase is Failed or Succeeded, and a pod that has ended never runs again",
    "orphan": "an orphan that the selector matches",
    "recreate": "type Recreate: all pods of another revision go before any comes back",
    "condemned": "out of range, and Parallel waits for no other",
    "condemned-highest": "highest ordinal out of range",
    "old-highest": "highest old pod at or above the partition, within maxUnavailable",
    "old-broken": "old and not Available, so replacing it costs nothing",
    "owner-gone": "its owner is gone",
    "orphaned": "the set was deleted and left it behind",
}
"""Why an action happens now. ``below`` is the pod of the next lower ordinal."""


class PlannedAction(NamedTuple):
    """One action of the plan.

    ``revision`` is the pod's, ``replaces`` that of the pod which had the name before (0: none, or not a pod).
    ``at_least`` is the fewest seconds until it is done: for a created pod until it is Available.
    ``at_most`` is how long a deleted pod may take to stop, None where nothing bounds it.
    """

    kind: str
    name: str
    ordinal: int
    revision: int
    owner: str
    by: str
    reason: str
    pod: str
    below: str
    replaces: int = 0
    at_least: int = 0
    at_most: int | None = None

    @property
    def why(self) -> str:
        """Returns a sentence that says why this happens now."""
        return WHY[self.reason].format(pod=self.pod, below=self.below)


class Wave(NamedTuple):
    """What happens before the pods move on. ``waited``: seconds of minReadySeconds before it."""

    waited: int
    actions: tuple[PlannedAction, ...]


class PodEnd(NamedTuple):
    """A pod when a step has come to rest. ``orphan``: it is not this set's (or no longer)."""

    name: str
    revision: int
    ready: bool
    terminating: bool
    orphan: bool


class ClaimEnd(NamedTuple):
    """A claim when a step has come to rest; ``owner`` is ``set``, ``pod`` or None."""

    name: str
    owner: str | None
    terminating: bool


class Remaining(NamedTuple):
    """The names of pods that are still to create, delete and update."""

    create: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    update: tuple[str, ...] = ()


class End(NamedTuple):
    """The state in which a step comes to rest, and what it waits for if it is not finished."""

    pods: tuple[PodEnd, ...]
    claims: tuple[ClaimEnd, ...]
    current_revision: int = 0
    update_revision: int = 0
    current_replicas: int = 0
    updated_replicas: int = 0
    remaining: Remaining = Remaining()
    blocked_on: tuple[str, ...] = ()
    reason: str = ""


class StepPlan(NamedTuple):
    """What one step of a scenario leads to. ``waited``: seconds after the last wave."""

    op: str
    refused: tuple[str, ...]
    livelock: bool
    waves: tuple[Wave, ...]
    waited: int
    end: End


class Plan(NamedTuple):
    """A whole scenario. ``error`` says what could not be understood of it."""

    id: Any
    steps: tuple[StepPlan, ...]
    error: str = ""


def answer(plan: Plan) -> dict[str, Any]:
    """Returns the plan in the form that other programs read (``stslint plan --format json``)."""
    head = {"id": plan.id, **({"error": plan.error} if plan.error else {})}
    return {**head, "steps": [_step(step) for step in plan.steps]}


def _step(step: StepPlan) -> dict[str, Any]:
    return {
        "op": step.op,
        **({"refused": list(step.refused)} if step.refused else {}),
        **({"livelock": True} if step.livelock else {}),
        "waves": [[_action(action) for action in wave.actions] for wave in step.waves],
        "waits": [*(wave.waited for wave in step.waves), step.waited],
        "end": _end(step.end),
    }


def _action(action: PlannedAction) -> dict[str, Any]:
    known: dict[str, Any] = {"action": action.kind, "name": action.name, "ordinal": action.ordinal}
    if action.kind.endswith("-pod"):
        known |= {"revision": action.revision} if action.revision else {}
    else:
        known["owner"] = action.owner
    return {**known, "by": action.by} if action.by else known


def _end(end: End) -> dict[str, Any]:
    remaining = {key: list(names) for key, names in end.remaining._asdict().items() if names}
    return {
        "pods": list(map(_pod, end.pods)),
        "pvcs": list(map(_claim, end.claims)),
        "currentRevision": end.current_revision,
        "updateRevision": end.update_revision,
        "currentReplicas": end.current_replicas,
        "updatedReplicas": end.updated_replicas,
        "blocked_on": list(end.blocked_on),
        **({"reason": end.reason} if end.reason else {}),
        **({"remaining": remaining} if remaining else {}),
    }


def _pod(pod: PodEnd) -> dict[str, Any]:
    flags = {"terminating": pod.terminating, "orphan": pod.orphan}
    known = {"name": pod.name, "revision": pod.revision, "ready": pod.ready}
    return known | {flag: True for flag, on in flags.items() if on}


def _claim(claim: ClaimEnd) -> dict[str, Any]:
    known: dict[str, Any] = {"name": claim.name, "owner": claim.owner}
    return known | ({"terminating": True} if claim.terminating else {})


def planned_actions(plan: Plan) -> Iterator[PlannedAction]:
    """Yields every action of a plan in order."""
    for step in plan.steps:
        for wave in step.waves:
            yield from wave.actions
