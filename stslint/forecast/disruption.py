"""Whether a plan keeps the PodDisruptionBudgets and the quorum of its StatefulSet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.health import MinReady, budgets, lowest, quorum
from stslint.forecast.notes import Fact
from stslint.planner.state import Spec
from stslint.planner.timeline import End, StepPlan


class StepWithStart(Protocol):
    """A step and the state before it."""

    @property
    def plan(self) -> StepPlan:
        """Returns the step's plan."""

    @property
    def before(self) -> End:
        """Returns the state before it."""


def disruption(
    views: Sequence[StepWithStart], environment: PlanEnvironment, specs: Sequence[Spec | None]
) -> Iterator[Fact]:
    """Yields whether enough pods stay Ready while Ready pods are deleted; nothing for a creation."""
    running = [view for view in views if view.before.pods]
    first = next((spec for spec in specs if spec), None)
    if not running or first is None or environment.root is None or environment.bundle is None:
        return
    low = min(lowest(view.plan, view.before) for view in running)
    replicas = first.replicas
    yield from _budgets(low, environment, replicas)
    yield from _quorum(low, environment, replicas)


def _budgets(low: MinReady, environment: PlanEnvironment, replicas: int) -> Iterator[Fact]:
    assert environment.root is not None
    assert environment.bundle is not None
    for budget in budgets(environment.root, environment.bundle, replicas):
        needs = f"PodDisruptionBudget `{budget.name}` needs {budget.needs} of {replicas} pods Ready"
        if low.ready >= budget.needs:
            yield Fact("Budget", f"{needs}, and {low.ready} stay Ready", "good")
        else:
            text = f"{needs}, and {_fall(low)}: it limits node drains, never a rollout or a deletion"
            yield Fact("Budget", text, "bad")


def _quorum(low: MinReady, environment: PlanEnvironment, replicas: int) -> Iterator[Fact]:
    assert environment.root is not None
    needed = quorum(environment.root, replicas, environment.bundle)
    if not needed:
        return
    if low.ready >= needed:
        yield Fact(
            "Quorum", f"{needed} of {replicas} holds throughout: {low.ready} or more stay Ready", "good"
        )
    else:
        yield Fact("Quorum", f"{needed} of {replicas} is lost: {_fall(low)}", "bad")


def _fall(low: MinReady) -> str:
    return f"only {low.ready} are left{f' once {low.pod} is deleted' if low.pod else ''}"
