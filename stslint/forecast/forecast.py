"""A plan with all that a person wants to know of it: moves, the state after, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stslint.forecast.blockers import BlockerContext, is_stuck, stuck_facts
from stslint.forecast.caveats import caveats
from stslint.forecast.differences import changes, settings
from stslint.forecast.disruption import disruption
from stslint.forecast.final_state import PlanEnvironment, final_state
from stslint.forecast.manifests import Manifests
from stslint.forecast.moves import Move, moves_of, names
from stslint.forecast.notes import Fact
from stslint.forecast.recommendations import Replan, if_bad, next_partition
from stslint.forecast.timing import timing
from stslint.forecast.what_if import PlanScenario, Step, in_words
from stslint.kubernetes.schema.versions import NEWEST
from stslint.planner import scenario
from stslint.planner.manifest_fields import at
from stslint.planner.scenario import Stop
from stslint.planner.state import Spec, StatefulSet
from stslint.planner.timeline import End, Plan, StepPlan
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import pluralize

NO_STEPS = "it has no steps"


class StepView(NamedTuple):
    """One event and what it leads to. ``stays`` says which pods it leaves alone, and why;
    ``halts``, where it stands still until a later event."""

    op: str
    title: str
    plan: StepPlan
    moves: tuple[Move, ...]
    before: End
    stays: str = ""
    halts: str = ""

    @property
    def mixed(self) -> bool:
        """Returns whether it sees pods of any revision but the update revision, so that both need a word."""
        pods = (*self.before.pods, *self.plan.end.pods)
        seen = {pod.revision for pod in pods} | {move.new for move in self.moves if move.new}
        update = self.plan.end.update_revision
        return bool(seen - {update}) if update else len(seen) > 1


class Forecast(NamedTuple):
    """All that a report needs. ``fine`` says that the plan ends where the spec says, and nothing is refused.

    ``revisions`` counts the pod templates that were in force.
    """

    name: str
    namespace: str
    heading: str
    views: tuple[StepView, ...]
    facts: tuple[Fact, ...]
    plan: Plan
    fine: bool
    revisions: int = 1
    service: str = ""


class PlanQuery(NamedTuple):
    """What a forecast is made of: a scenario, of which the first ``premise`` steps set the stage."""

    scenario: Mapping[str, Any]
    setup_steps: int = 0

    @property
    def steps(self) -> Sequence[Step]:
        """Returns the steps of the scenario."""
        steps: Sequence[Step] = self.scenario["steps"]
        return steps


def query_for(planned: PlanScenario, name: str, version: str) -> PlanQuery:
    """Returns the query for a scenario on a Kubernetes version; ``name`` identifies its answer."""
    latest = next(step["manifest"] for step in reversed(planned.steps) if "manifest" in step)
    whole = {"id": name, "kubernetes": version, "manifest": latest, "steps": list(planned.steps)}
    return PlanQuery(whole, planned.setup_steps)


def forecast_for(query: PlanQuery, manifests: Manifests, environment: PlanEnvironment) -> Forecast | str:
    """Returns the forecast of a query, or why it can't be understood."""
    error = scenario.scenario_error(query.scenario)
    if error or not query.steps:
        return error or NO_STEPS
    stops = scenario.play(query.scenario, manifests.decode, manifests.refuse)

    def replan(other: Mapping[str, Any], differs: int) -> Plan:
        found = scenario.play(other, manifests.decode, manifests.refuse, stops[:differs])
        return scenario.plan_from(other.get("id"), found)

    plan = scenario.plan_from(query.scenario.get("id"), stops)
    return plan.error or forecast(query, stops, plan, replan, environment)


def forecast(
    query: PlanQuery, stops: Sequence[Stop], plan: Plan, replan: Replan, environment: PlanEnvironment
) -> Forecast:
    """Returns the forecast of a plan that could be understood (``plan.error`` is empty)."""
    stored = [stop.cluster.set for stop in stops if stop.cluster.set]
    specs = [stop.cluster.set.spec if stop.cluster.set else None for stop in stops]
    last = stored[-1].manifest if stored else {}
    name = str(at(last, "metadata.name") or plan.id)
    namespace = str(at(last, "metadata.namespace") or "")
    version = str(query.scenario.get("kubernetes") or NEWEST)
    minor = int(version.split(".")[1])
    context = BlockerContext(name, namespace, minor, query.steps, plan, specs[-1] if specs else None)
    views = tuple(_views(query, plan, specs, name))
    facts = [
        *_refusals(plan, query),
        *_setup_trouble(plan, query.steps[: query.setup_steps]),
        *final_state(context, [view.plan for view in views], environment, last),
        *timing([view.plan for view in views]),
        *disruption(views, environment, specs),
        *stuck_facts(context),
        *if_bad(query.scenario, context, replan),
        *caveats(query.steps, plan.steps, specs),
        *next_partition(context),
    ]
    return Forecast(
        name,
        namespace,
        _heading(query, stored, namespace, version),
        views,
        tuple(facts),
        plan,
        fine=not any(step.refused for step in plan.steps) and not is_stuck(plan.steps[-1]),
        revisions=max((pod.revision for step in plan.steps for pod in step.end.pods), default=1),
        service=str(at(last, "spec.serviceName") or ""),
    )


def _heading(query: PlanQuery, stored: Sequence[StatefulSet], namespace: str, version: str) -> str:
    if not stored:
        return f"nothing is stored (Kubernetes {version})"
    first, last = stored[0], stored[-1]
    what = changes(first.manifest, last.manifest)
    if not what and query.setup_steps and query.steps[-1].get("op") == "apply":
        what = "nothing that the controller acts on changes"
    what = what or pluralize(last.spec.replicas, "replica")
    return f"{first.name} in {namespace or 'default'}: {what}; {settings(last.spec)} (Kubernetes {version})"


def _views(query: PlanQuery, plan: Plan, specs: Sequence[Spec | None], name: str) -> Iterator[StepView]:
    before = End((), ())
    for index, (step, played) in enumerate(zip(query.steps, plan.steps, strict=True)):
        if index >= query.setup_steps:
            spec = specs[index]
            available = "Available" if spec and spec.min_ready else "Ready"
            moves = tuple(moves_of(played, before, available))
            halts = _halts(played) if index < len(plan.steps) - 1 else ""
            title, stays = in_words(step, name), _stays(played, moves, spec)
            yield StepView(played.op, title, played, moves, before, stays, halts)
        before = played.end


def _halts(step: StepPlan) -> str:
    if step.refused or not is_stuck(step):
        return ""
    return f"it stands still at {names(step.end.blocked_on)}: {step.end.reason}"


def _stays(step: StepPlan, moves: Sequence[Move], spec: Spec | None) -> str:
    """Returns which old pods a step leaves as they are, and why."""
    if spec is None or step.refused:
        return ""
    moved = {pod for move in moves for pod in move.pods}
    late = set(step.end.remaining.update)
    old = [
        pod.name
        for pod in reversed(step.end.pods)
        if pod.revision != step.end.update_revision and not pod.orphan and pod.name not in moved | late
    ]
    if not old:
        return ""
    verb = "stays" if len(old) == 1 else "stay"
    if spec.strategy == "OnDelete":
        return f"{names(old)} {verb} old: OnDelete waits until you delete {'it' if len(old) == 1 else 'them'}"
    if not spec.partition:
        return ""
    if spec.partition >= spec.replicas:
        none = f"partition {spec.partition} leaves none of {spec.replicas} replicas to update"
        return f"{names(old)} {verb}: {none}"
    return f"{names(old)} {verb}: below the partition"


def _refusals(plan: Plan, query: PlanQuery) -> Iterator[Fact]:
    for step, played in zip(query.steps, plan.steps, strict=True):
        for text in played.refused:
            yield Fact("Refused", f"{in_words(step, str(plan.id))}: {text}", "bad")


def _setup_trouble(plan: Plan, steps: Sequence[Step]) -> Iterator[Fact]:
    """Yields that what runs already was not well before the change, of which a plan can say little."""
    asked = any(step.get("op") in ("break-pod", "node-lost") for step in steps)
    if steps and not asked and is_stuck(plan.steps[len(steps) - 1]):
        blocked = plan.steps[len(steps) - 1].end.blocked_on
        yield Fact(
            "Before it", f"{names(blocked)} {'is' if len(blocked) == 1 else 'are'} not well already", "bad"
        )
