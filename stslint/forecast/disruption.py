"""Whether a plan keeps the PodDisruptionBudgets and the quorum of its StatefulSet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    if environment.root is None or environment.bundle is None:
        return
    for replicas, low in _by_size(views, specs, min).items():
        yield from _budgets(low, environment, replicas)
    for replicas, low in _by_size(views, specs, _members).items():
        yield from _quorum(low, environment, replicas)


def _members(sizes: Sequence[int]) -> int:
    """Returns the size before a step: a cluster counts what it loses, and new members only once they join."""
    return sizes[0]


def _by_size(
    views: Sequence[StepWithStart], specs: Sequence[Spec | None], choose: Callable[[Sequence[int]], int]
) -> dict[int, MinReady]:
    """Returns the fewest Ready pods by the size that counts while a step runs, before it and after it."""
    found: dict[int, MinReady] = {}
    for place, view in enumerate(views, len(specs) - len(views)):
        sizes = [spec.replicas for spec in specs[max(place - 1, 0) : place + 1] if spec]
        if not view.before.pods or not any(sizes):
            continue
        size, low = choose(sizes), lowest(view.plan, view.before)
        if size and (size not in found or low.ready < found[size].ready):
            found[size] = low
    return found


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
