"""How large the plans of a run may be together, so that a file of a stranger cannot ask for hours."""

from __future__ import annotations

from stslint.forecast.set_plan import SetPlan
from stslint.pipeline.plan_inputs import PlanError
from stslint.planner.plan_size import PlanSize, PlanTooLargeError, room_for, too_large
from stslint.planner.rollout_memory import RolloutMemory


class PlanRoom:
    """What is left for the next plan of a run that reads that many characters.

    ``rollouts`` are those that its plans have in common.
    """

    def __init__(self, characters: int) -> None:
        self._all = room_for(characters)
        self._used = PlanSize()
        self.rollouts = RolloutMemory()

    @property
    def left(self) -> int:
        """Returns the largest size that the next plan may have."""
        return self._all - self._used.total

    def add(self, plan: SetPlan) -> None:
        """Counts a plan."""
        for forecast in (plan.forecast, plan.recreated):
            self._used = self._used.plus(forecast.plan.size) if forecast else self._used

    def error(self, place: str, cause: PlanTooLargeError) -> PlanError:
        """Returns that the plan of a place is too large together with those before it."""
        size = self._used.plus(cause.size)
        fewer = "StatefulSets (`--name NAME`)" if self._used.total else ""
        return PlanError(f"{place}: {too_large(size, fewer)}")
