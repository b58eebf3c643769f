"""Turns a rollout into a step of the plan: names, what each action replaces, and how long it takes."""

from __future__ import annotations

from stslint.planner.resting_state import blocked_on, claim_name, end, pod_name
from stslint.planner.simulation_loop import Actions, Rollout
from stslint.planner.state import Cluster, ClusterAction
from stslint.planner.timeline import End, PlannedAction, StepPlan, Wave


def to_plan_steps(op: str, refused: tuple[str, ...], rollout: Rollout, with_end: bool = True) -> StepPlan:
    """Returns the plan of one step; without its end, which names all pods, where nobody asks for it."""
    replaced: dict[int, int] = {}
    waves = tuple(
        Wave(waited, tuple(_entry(rollout.cluster, ordinal, deed, replaced) for ordinal, deed in actions))
        for waited, actions in rollout.waves
    )
    ended = end(rollout.cluster, rollout.last) if with_end else End((), ())
    if rollout.livelock:
        ended = ended._replace(blocked_on=_deleted(rollout), reason="livelock: this would repeat forever")
    return StepPlan(op, refused, rollout.livelock, waves, rollout.waited, ended)


def stuck_at(rollout: Rollout) -> tuple[str, ...]:
    """Returns the pods (or claims) at which a rollout is stuck, none if it does all that there is to do."""
    return _deleted(rollout) if rollout.livelock else blocked_on(rollout.cluster, rollout.last)


def _deleted(rollout: Rollout) -> tuple[str, ...]:
    """Returns the pods that the last wave deleted, once each."""
    actions: Actions = rollout.waves[-1][1] if rollout.waves else ()
    ordinals = dict.fromkeys(ordinal for ordinal, deed in actions if deed.kind == "delete-pod")
    return tuple(pod_name(rollout.cluster, ordinal) for ordinal in ordinals)


def _entry(cluster: Cluster, ordinal: int, deed: ClusterAction, replaced: dict[int, int]) -> PlannedAction:
    kind, why, revision, template, owner, by = deed
    pod = f"{cluster.name}-{ordinal}"
    if kind == "delete-pod":
        replaced[ordinal] = revision
    name = claim_name(cluster, template, ordinal) if template else pod
    at_least, at_most = _seconds(cluster, deed)
    return PlannedAction(
        kind,
        name,
        ordinal,
        revision,
        owner,
        by,
        why,
        pod,
        f"{cluster.name}-{ordinal - 1}",
        replaced.get(ordinal, 0) if kind == "create-pod" else 0,
        at_least,
        at_most,
    )


def _seconds(cluster: Cluster, deed: ClusterAction) -> tuple[int, int | None]:
    """Returns the fewest seconds that an action takes, and the most where there is a limit.

    A pod stops within its grace period, perhaps at once. Until it is Available it takes at least the delay of
    its first probe and minReadySeconds.
    """
    if deed.kind == "delete-pod":
        return 0, cluster.revision(deed.revision).grace
    if deed.kind == "create-pod":
        min_ready = cluster.set.spec.min_ready if cluster.set else 0
        return cluster.revision(deed.revision).startup + min_ready, None
    return 0, 0
