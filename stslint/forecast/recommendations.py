"""What to think of before the change: a bad template, and the next step of a staged rollout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stslint.forecast.blockers import BlockerContext, is_stuck
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact
from stslint.planner.timeline import Plan

Replan = Callable[[Mapping[str, Any], int], Plan]
"""Plans a scenario that differs from the one before from a step on: what would be if that were a bad one."""


def if_bad(scenario: Mapping[str, Any], scene: BlockerContext, replan: Replan) -> Iterator[Fact]:
    """Yields where an update stops if its pods never get Ready, and what going back takes."""
    changed = [index for index, step in enumerate(scene.steps) if step.get("op") == "apply"]
    if not changed or any(step.get("broken") for step in scene.steps) or is_stuck(scene.plan.steps[-1]):
        return
    index = changed[-1]
    updates = any(
        entry.reason == "old-highest" for wave in scene.plan.steps[index].waves for entry in wave.entries
    )
    if not updates:
        return
    steps = [*scene.steps[:index], {**scene.steps[index], "broken": True}]
    bad = replan({**scenario, "steps": steps}, index)
    blocked = [pod.name for pod in bad.steps[-1].end.pods if not pod.ready]
    if not blocked:
        return
    ordered = scene.spec is not None and scene.spec.ordered
    label = "If it fails"
    yield Fact(label, f"new pods that never get Ready stop it at {names(blocked)}; {_cost(ordered)}")
    if ordered:
        text = "going back needs the old manifest and"
        yield Fact(label, text, command=scene.command(f"delete pod {' '.join(blocked)}"))
        yield Fact(label, "see `stslint explain forced-rollback`", "detail")


def _cost(ordered: bool) -> str:
    if ordered:
        return "the others stay as they are"
    return "a working manifest replaces them at once, as Parallel does"


def next_partition(scene: BlockerContext) -> Iterator[Fact]:
    """Yields how to go on where a partition holds pods back."""
    spec = scene.spec
    if spec is None or not spec.partition or is_stuck(scene.last) or spec.strategy != "RollingUpdate":
        return
    if all(pod.revision == scene.last.end.update_revision for pod in scene.last.end.pods):
        return
    lower = min(spec.partition, spec.replicas) // 2
    yield Fact("Next", f"lower the partition step by step: plan it with `--partition {lower}`")
