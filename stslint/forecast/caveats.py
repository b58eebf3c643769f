"""What can differ on a real cluster, reported where it applies.

A plan changes all pods at once and in no time. These are the cases in which a cluster was seen to differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from stslint.forecast.notes import Fact
from stslint.forecast.what_if import Step
from stslint.planner.state import Spec
from stslint.planner.timeline import StepPlan


def caveats(steps: Sequence[Step], plans: Sequence[StepPlan], specs: Sequence[Spec | None]) -> Iterator[Fact]:
    """Yields what can differ on a cluster; all three sequences have an item for each step."""
    if _interleaves(plans, specs):
        most = max(spec.max_unavailable for spec in specs if spec)
        text = f"up to {most} pods are replaced at a time; on a cluster their order can vary"
        yield Fact("Note", text)
    if _returns_before_gone(steps):
        text = "names still used by pods or claims of the deleted StatefulSet are retried with growing pauses"
        yield Fact("Note", f"{text}: within about 17 minutes, or at the next event of the StatefulSet")
    if _deletes_together(steps, plans):
        text = "deleting a StatefulSet stops its pods in no particular order: scale to 0 first if it matters"
        yield Fact("Note", text)
    if _in_and_out(specs):
        text = (
            "if it is scaled out while the pod still terminates, the claim is deleted with the pod and "
            "nothing more happens until the next event of the StatefulSet"
        )
        yield Fact("Note", f"{text}: wait until the pods are deleted before you scale out")


def _interleaves(plans: Sequence[StepPlan], specs: Sequence[Spec | None]) -> bool:
    return any(
        spec is not None and spec.max_unavailable > 1 and _replaces(plan)
        for plan, spec in zip(plans, specs, strict=True)
    )


def _replaces(plan: StepPlan) -> bool:
    reasons = {action.reason for wave in plan.waves for action in wave.actions}
    return not reasons.isdisjoint({"old-highest", "old-broken"})


def _deletes_together(steps: Sequence[Step], plans: Sequence[StepPlan]) -> bool:
    deletions = [
        sum(action.kind == "delete-pod" for wave in plan.waves for action in wave.actions)
        for step, plan in zip(steps, plans, strict=True)
        if step.get("op") == "delete"
    ]
    return any(count > 1 for count in deletions)


def _returns_before_gone(steps: Sequence[Step]) -> bool:
    ops = [step.get("op") for step in steps if step.get("cascade") != "orphan"]
    later = ops[ops.index("delete") :] if "delete" in ops else []
    return "create" in later or "apply" in later


def _in_and_out(specs: Sequence[Spec | None]) -> bool:
    """Returns whether an OrderedReady set is scaled in with whenScaled Delete, and out again."""
    counts = [(spec.replicas, spec) for spec in specs if spec]
    falls = False
    for (before, _), (after, spec) in pairwise(counts):
        if falls and after > before:
            return True
        falls = falls or (after < before and spec.ordered and spec.when_scaled == "Delete")
    return False
