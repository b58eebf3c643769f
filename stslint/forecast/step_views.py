"""The steps of a plan as reports show them: a title, the moves, and what stays or stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.blockers import is_stuck
from stslint.forecast.moves import Move, moves_of, names
from stslint.forecast.what_if import Step, step_title
from stslint.planner.state import Spec
from stslint.planner.timeline import End, StepPlan
from stslint.runtime.namedtuple import NamedTuple

NOTHING_YET = End((), ())


class StepView(NamedTuple):
    """One event and what it leads to.

    ``stays`` says which pods it leaves as they are, and why; ``halts``, where it stops until a later event.
    """

    op: str
    title: str
    plan: StepPlan
    moves: tuple[Move, ...]
    before: End
    stays: str = ""
    halts: str = ""

    @property
    def mixed(self) -> bool:
        """Returns whether pods of other revisions than the update revision are there: both need names."""
        pods = (*self.before.pods, *self.plan.end.pods)
        revisions = {pod.revision for pod in pods} | {move.new for move in self.moves if move.new}
        update = self.plan.end.update_revision
        return bool(revisions - {update}) if update else len(revisions) > 1


def step_views(
    steps: Sequence[Step],
    plans: Sequence[StepPlan],
    specs: Sequence[Spec | None],
    name: str,
    begin: int = 0,
    start: End = NOTHING_YET,
) -> Iterator[StepView]:
    """Yields the view of each step from the index ``begin`` on; ``name`` is that of the StatefulSet.

    All three sequences have an item for each step. ``start`` is the state before the first one.
    """
    before = plans[begin - 1].end if begin else start
    looks: dict[tuple[int, int, int], _Look] = {}
    for index in range(begin, len(plans)):
        plan, spec = plans[index], specs[index]
        # Steps that come again share their plans, which are compared faster by identity.
        known = id(plan), id(before), id(spec)
        look = looks.get(known)
        if look is None:
            look = looks[known] = _look(plan, spec, before)
        halts = look.halts if index < len(plans) - 1 else ""
        title = step_title(steps[index], name)
        yield StepView(plan.op, title, plan, look.moves, before, look.stays, halts)
        before = plan.end


class _Look(NamedTuple):
    moves: tuple[Move, ...]
    stays: str
    halts: str


def _look(plan: StepPlan, spec: Spec | None, before: End) -> _Look:
    available = "Available" if spec and spec.min_ready else "Ready"
    moves = tuple(moves_of(plan, before, available))
    return _Look(moves, _stays(plan, moves, spec), _halts(plan))


def _halts(step: StepPlan) -> str:
    if step.refused or not is_stuck(step):
        return ""
    return f"it stops at {names(step.end.blocked_on)}: {step.end.reason}"


def _stays(step: StepPlan, moves: Sequence[Move], spec: Spec | None) -> str:
    """Returns which old pods a step leaves as they are, and why."""
    if spec is None or step.refused:
        return ""
    moved = {pod for move in moves for pod in move.pods}
    explained = moved.union(step.end.remaining.update)
    old = [
        pod.name
        for pod in reversed(step.end.pods)
        if pod.revision != step.end.update_revision and not pod.orphan and pod.name not in explained
    ]
    if not old:
        return ""
    verb = "stays" if len(old) == 1 else "stay"
    if spec.strategy == "OnDelete":
        pronoun = "it" if len(old) == 1 else "them"
        return f"{names(old)} {verb} on the old revision: OnDelete waits until you delete {pronoun}"
    if not spec.partition:
        return ""
    if spec.partition >= spec.replicas:
        none = f"partition {spec.partition} leaves none of {spec.replicas} replicas to update"
        return f"{names(old)} {verb}: {none}"
    return f"{names(old)} {verb}: below the partition"
