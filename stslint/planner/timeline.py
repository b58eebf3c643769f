"""A plan as reports read it, and the answer of ``stslint plan --format json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stslint.planner.plan_size import PlanSize
from stslint.runtime.namedtuple import NamedTuple

WHY: dict[str, str] = {
    "missing": "no pod with this ordinal; Parallel does not wait for other pods",
    "missing-first": "no pod with the first ordinal",
    "missing-next": "lowest ordinal without a pod, and {below} is Available",
    "claim-missing": "{pod} mounts it and it does not exist yet",
    "owner-set": "whenDeleted is Delete: it is deleted with the StatefulSet",
    "owner-pod": "whenScaled is Delete and {pod} is out of range: it is deleted with the pod",
    "owner-nobody": "the retention policy keeps it",
    "claims-changed": "its claims were changed",
    "failed": "its phase is Failed or Succeeded, and a pod that has ended never runs again",
    "orphan": "an orphan that the selector matches",
    "recreate": "type Recreate: all pods of other revisions are deleted before any is recreated",
    "condemned": "out of range; Parallel does not wait for other pods",
    "condemned-highest": "highest ordinal out of range",
    "old-highest": "highest old pod at or above the partition, within maxUnavailable",
    "old-broken": "old and not Available, so replacing it makes nothing worse",
    "owner-gone": "its owner no longer exists",
    "orphaned": "the StatefulSet was deleted without its pods",
}
"""Why an action happens now. ``below`` is the pod of the next lower ordinal."""


class PlannedAction(NamedTuple):
    """One action of the plan.

    ``revision`` is that of the pod, ``replaces`` that of the pod with this name before it (0: none, or a
    claim). ``at_least`` is the fewest seconds until it is done: for a created pod until it is Available.
    ``at_most`` is the longest that a deleted pod can take to stop, None where there is no limit.
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
        """Returns why this happens now."""
        return WHY[self.reason].format(pod=self.pod, below=self.below)


class Wave(NamedTuple):
    """What happens until the pods change. ``waited``: the seconds of minReadySeconds before it."""

    waited: int
    actions: tuple[PlannedAction, ...]


class PodEnd(NamedTuple):
    """A pod at the end of a step. ``orphan``: it does not belong to this StatefulSet (or no longer)."""

    name: str
    revision: int
    ready: bool
    terminating: bool
    orphan: bool


class ClaimEnd(NamedTuple):
    """A PersistentVolumeClaim at the end of a step; ``owner`` is ``set``, ``pod`` or None."""

    name: str
    owner: str | None
    terminating: bool


class Remaining(NamedTuple):
    """The names of the pods that are still to be created, deleted and updated."""

    create: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    update: tuple[str, ...] = ()


class End(NamedTuple):
    """The state at the end of a step, and what it waits for if it is not finished."""

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
    """The plan of one step of a scenario. ``waited``: the seconds after the last wave."""

    op: str
    refused: tuple[str, ...]
    livelock: bool
    waves: tuple[Wave, ...]
    waited: int
    end: End


class Plan(NamedTuple):
    """The plan of a scenario. ``error`` says what is wrong with the scenario."""

    id: Any
    steps: tuple[StepPlan, ...]
    error: str = ""
    size: PlanSize = PlanSize()


def answer(plan: Plan) -> dict[str, Any]:
    """Returns the plan as other programs read it (``stslint plan --format json``)."""
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
