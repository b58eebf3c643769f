"""Whether a plan keeps the PodDisruptionBudgets and the quorum of its StatefulSet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.health import MinReady, budgets, lowest, quorum
from stslint.forecast.notes import Fact
from stslint.model import Bundle, Node
from stslint.planner.state import Spec
from stslint.planner.timeline import End, StepPlan
from stslint.runtime.namedtuple import NamedTuple


class StepWithStart(Protocol):
    """A step and the state before it."""

    @property
    def plan(self) -> StepPlan:
        """Returns the step's plan."""

    @property
    def before(self) -> End:
        """Returns the state before it."""


class _Low(NamedTuple):
    """The fewest Ready pods of a step, and how many replicas its StatefulSet has from then on."""

    ready: MinReady
    replicas: int


def disruption(
    views: Sequence[StepWithStart], environment: PlanEnvironment, specs: Sequence[Spec | None]
) -> Iterator[Fact]:
    """Yields whether enough pods stay Ready while Ready pods are deleted; nothing for a creation.

    ``specs`` holds what is stored after each step of the plan, of which the views are the last ones. A step
    after which nothing is to run, such as a deletion, breaks no promise.
    """
    if environment.root is None or environment.bundle is None:
        return
    lows = [
        _Low(lowest(view.plan, view.before), spec.replicas)
        for view, spec in zip(views, specs[len(specs) - len(views) :], strict=True)
        if view.before.pods and spec is not None and spec.replicas
    ]
    if lows:
        yield from _budgets(lows, environment.root, environment.bundle)
        before = next((spec.replicas for spec in specs if spec), 0)
        yield from _quorum(lows, before, environment.root, environment.bundle)


def _budgets(lows: Sequence[_Low], root: Node, bundle: Bundle) -> Iterator[Fact]:
    """Yields for each budget the step that keeps it worst: percentages follow the replicas of their time."""
    by_step = [[(low, budget) for budget in budgets(root, bundle, low.replicas)] for low in lows]
    for steps in zip(*by_step, strict=True):
        low, budget = min(
            steps, key=lambda step: (not step[0].ready.lost, step[0].ready.ready - step[1].needs)
        )
        of = f" of {low.replicas}" if budget.needs <= low.replicas else ""
        needs = f"PodDisruptionBudget `{budget.name}` needs {budget.needs}{of} pods Ready"
        if not low.ready.lost:
            yield Fact("Budget", f"{needs}, and no Ready pod is deleted", "good")
        elif low.ready.ready >= budget.needs:
            yield Fact("Budget", f"{needs}, and {low.ready.ready} stay Ready", "good")
        else:
            text = f"{needs}, and {_fall(low.ready)}: it limits node drains, never a rollout or a deletion"
            yield Fact("Budget", text, "bad")


def _quorum(lows: Sequence[_Low], before: int, root: Node, bundle: Bundle) -> Iterator[Fact]:
    """Yields whether a majority holds, of all members that were ever there: scaling removes none."""
    members = max(before, *(each.replicas for each in lows))
    needed = quorum(root, members, bundle)
    if not needed:
        return
    low = min((each.ready for each in lows), key=lambda ready: (not ready.lost, ready.ready))
    if not low.lost:
        yield Fact("Quorum", f"{needed} of {members}: no Ready member is deleted", "good")
    elif low.ready >= needed:
        text = f"{needed} of {members} holds throughout: {low.ready} or more stay Ready"
        yield Fact("Quorum", text, "good")
    else:
        unless = "; remove the members before you scale in" if lows[-1].replicas < members else ""
        yield Fact("Quorum", f"{needed} of {members} is lost: {_fall(low)}{unless}", "bad")


def _fall(low: MinReady) -> str:
    return f"only {low.ready} are left{f' once {low.pod} is deleted' if low.pod else ''}"
