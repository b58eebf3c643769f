"""What to consider before the change: a bad template, and the next step of a staged rollout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stslint.forecast.blockers import BlockerContext, is_stuck
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact
from stslint.planner.timeline import Plan

Replan = Callable[[Mapping[str, Any], int], Plan]
"""Plans another scenario, which is equal to the planned one up to the step of an index."""


def if_bad(scenario: Mapping[str, Any], context: BlockerContext, replan: Replan) -> Iterator[Fact]:
    """Yields where an update stops if its pods never become Ready, and how to go back."""
    changed = [index for index, step in enumerate(context.steps) if step.get("op") == "apply"]
    if not changed or any(step.get("broken") for step in context.steps) or is_stuck(context.plan.steps[-1]):
        return
    index = changed[-1]
    updates = any(
        action.reason == "old-highest" for wave in context.plan.steps[index].waves for action in wave.actions
    )
    if not updates:
        return
    steps = [*context.steps[:index], {**context.steps[index], "broken": True}]
    bad = replan({**scenario, "steps": steps}, index)
    blocked = [pod.name for pod in bad.steps[-1].end.pods if not pod.ready]
    if not blocked:
        return
    ordered = context.spec is not None and context.spec.ordered
    label = "If it fails"
    yield Fact(label, f"new pods that never become Ready stop it at {names(blocked)}; {_cost(ordered)}")
    if ordered:
        text = "to go back, apply the old manifest and run:"
        yield Fact(label, text, command=context.command(f"delete pod {' '.join(blocked)}"))
        yield Fact(label, "see `stslint explain forced-rollback`", "detail")


def _cost(ordered: bool) -> str:
    if ordered:
        return "the others stay as they are"
    return "a working manifest replaces them at once (Parallel)"


def next_partition(context: BlockerContext) -> Iterator[Fact]:
    """Yields how to continue if a partition keeps pods on the old revision."""
    spec = context.spec
    if spec is None or not spec.partition or is_stuck(context.last) or spec.strategy != "RollingUpdate":
        return
    if all(pod.revision == context.last.end.update_revision for pod in context.last.end.pods):
        return
    lower = min(spec.partition, spec.replicas) // 2
    yield Fact("Next", f"lower the partition step by step: plan with `--partition {lower}`")
