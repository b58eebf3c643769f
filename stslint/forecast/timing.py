"""How long a plan takes at least, and what can be added to that.

Sources: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination for the grace
period and https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ for delays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.notes import Fact, duration
from stslint.planner.timeline import PlannedAction, StepPlan


def timing(steps: Sequence[StepPlan]) -> Iterator[Fact]:
    """Yields the least time of these steps together, as far as it is known."""
    waves = [wave.actions for step in steps for wave in step.waves]
    least = least_seconds(steps)
    starts = any(action.kind == "create-pod" for actions in waves for action in actions)
    stops = [
        max(action.at_most or 0 for action in actions if action.kind == "delete-pod")
        for actions in waves
        if any(action.kind == "delete-pod" for action in actions)
    ]
    most = sum(stops)
    if least and most:
        yield Fact("Time", f"at least {duration(least)}; stopping pods can add up to {duration(most)}")
    elif least:
        yield Fact("Time", f"at least {duration(least)}")
    elif most:
        unknown = "; the manifest does not say how long pods take to start" if starts else ""
        yield Fact("Time", f"stopping pods takes up to {duration(most)}{unknown}")


def least_seconds(steps: Sequence[StepPlan]) -> int:
    """Returns the least seconds of these steps together, as far as they are known."""
    return sum(map(_least, steps))


def _least(step: StepPlan) -> int:
    """Returns the least seconds of a step, from the pods that become Ready, wave after wave."""
    never = {pod.name for pod in step.end.pods if not pod.ready}
    return sum(
        max((each.at_least for each in wave.actions if _creates(each, never)), default=0)
        for wave in step.waves
    )


def _creates(action: PlannedAction, never: set[str]) -> bool:
    return action.kind == "create-pod" and action.name not in never
