"""How long a plan takes at least, and what may be added to that.

Sources: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination for the grace
period and https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ for delays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.notes import Fact, duration
from stslint.planner.timeline import StepPlan


def timing(steps: Sequence[StepPlan]) -> Iterator[Fact]:
    """Yields the least time of these steps, one after another, where anything is known of it."""
    waves = [wave.entries for step in steps for wave in step.waves]
    least = sum(map(_least, steps))
    starts = any(entry.action == "create-pod" for entries in waves for entry in entries)
    stops = [
        max(entry.at_most or 0 for entry in entries if entry.action == "delete-pod")
        for entries in waves
        if any(entry.action == "delete-pod" for entry in entries)
    ]
    most = sum(stops)
    if least and most:
        yield Fact("Time", f"at least {duration(least)}; stopping pods may add up to {duration(most)}")
    elif least:
        yield Fact("Time", f"at least {duration(least)}")
    elif most:
        unknown = "; how long pods take to start, nothing in the manifest says" if starts else ""
        yield Fact("Time", f"stopping pods takes up to {duration(most)}{unknown}")


def _least(step: StepPlan) -> int:
    """Returns the least seconds of a step, of pods that do get Ready: one wave after another."""
    never = {pod.name for pod in step.end.pods if not pod.ready}
    made = (
        [entry.at_least for entry in wave.entries if entry.action == "create-pod" and entry.name not in never]
        for wave in step.waves
    )
    return sum(max(seconds, default=0) for seconds in made)
