"""A plan with what you want to know about it: the moves, the state after them, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from stslint.forecast.blockers import BlockerContext, is_stuck, stuck_facts
from stslint.forecast.caveats import caveats
from stslint.forecast.differences import changes, settings
from stslint.forecast.disruption import disruption
from stslint.forecast.final_state import PlanEnvironment, final_state
from stslint.forecast.manifests import Manifests
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact
from stslint.forecast.recommendations import Replan, if_bad, next_partition
from stslint.forecast.step_views import StepView, step_views
from stslint.forecast.timing import timing
from stslint.forecast.version_notes import version_notes
from stslint.forecast.what_if import PlanScenario, Step, step_title
from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.values.digits import number_of
from stslint.planner import scenario
from stslint.planner.api_server import Decode
from stslint.planner.manifest_fields import at
from stslint.planner.plan_size import LARGEST, check_texts
from stslint.planner.resting_state import end
from stslint.planner.rollout_memory import RolloutMemory
from stslint.planner.state import Cluster, Manifest, Spec, StatefulSet
from stslint.planner.step_memory import Stop
from stslint.planner.sync import SyncProgress
from stslint.planner.timeline import Plan
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import pluralize

NO_STEPS = "it has no steps"


class Forecast(NamedTuple):
    """All that a report needs. ``fine`` says that the plan ends where the spec says, and nothing is refused.

    ``revisions`` counts the pod templates that were in force. ``opening`` shows where a plan from a snapshot
    begins. ``unchanged`` says that the applied manifest leaves the controller nothing to do.
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
    opening: tuple[Fact, ...] = ()
    unchanged: bool = False


class PlanQuery(NamedTuple):
    """What a forecast is made of: a scenario; its first ``setup_steps`` only set up what runs already."""

    scenario: Mapping[str, Any]
    setup_steps: int = 0
    opening: tuple[Fact, ...] = ()

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


class PlayedQuery(NamedTuple):
    """A query that was understood: where each of its steps comes to rest, and the plan of all of them."""

    query: PlanQuery
    stops: Sequence[Stop]
    plan: Plan
    start: Cluster = Cluster()

    @property
    def version(self) -> str:
        """Returns the Kubernetes version that it was planned for."""
        return str(self.query.scenario.get("kubernetes") or NEWEST)

    @property
    def stored(self) -> list[StatefulSet]:
        """Returns the stored StatefulSet before the first step and after each step, where there is one."""
        clusters = [self.start, *(stop.cluster for stop in self.stops)]
        return [cluster.set for cluster in clusters if cluster.set]

    @property
    def specs(self) -> list[Spec | None]:
        """Returns the stored spec after each step, None where there is no StatefulSet."""
        return [stop.cluster.set.spec if stop.cluster.set else None for stop in self.stops]

    @property
    def manifest_before(self) -> Manifest:
        """Returns the manifest that was stored before the steps that are shown, or an empty one."""
        setup = self.query.setup_steps
        before = self.stops[setup - 1].cluster.set if setup else self.start.set
        return before.manifest if before else {}

    @property
    def last_manifest(self) -> Manifest:
        """Returns the manifest that was stored last, or an empty one."""
        return self.stored[-1].manifest if self.stored else {}


def forecast_for(
    query: PlanQuery,
    manifests: Manifests,
    environment: PlanEnvironment,
    room: int = LARGEST,
    rollouts: RolloutMemory | None = None,
) -> Forecast | str:
    """Returns the forecast of a query, or why it cannot be understood.

    ``room`` is the largest size that its plan may have, ``rollouts`` are those of other plans of a run.
    Raises PlanTooLargeError.
    """
    error = scenario.scenario_error(query.scenario)
    if error or not query.steps:
        return error or NO_STEPS
    check_texts(query.scenario, room)
    start = scenario.beginning(query.scenario, manifests.decode)
    stops = scenario.play(
        query.scenario, manifests.decode, manifests.refuse, begin=start, room=room, rollouts=rollouts
    )
    plan = scenario.plan_from(query.scenario.get("id"), stops)
    replan = partial(_replan, manifests, stops, rollouts)
    played = PlayedQuery(query, stops, plan, start)
    return plan.error or _forecast(played, manifests.decode, replan, environment)


def _replan(
    manifests: Manifests,
    stops: Sequence[Stop],
    rollouts: RolloutMemory | None,
    other: Mapping[str, Any],
    differs: int,
) -> Plan:
    known = stops[:differs]
    replayed = scenario.play(other, manifests.decode, manifests.refuse, known, rollouts=rollouts)
    return scenario.plan_from(other.get("id"), replayed)


def _forecast(played: PlayedQuery, decode: Decode, replan: Replan, environment: PlanEnvironment) -> Forecast:
    plan, last = played.plan, played.last_manifest
    context = _context(played)
    setup = played.query.setup_steps
    before = end(played.start, SyncProgress(played.start))
    views = tuple(step_views(played.query.steps, plan.steps, played.specs, context.name, setup, before))
    return Forecast(
        context.name,
        context.namespace,
        _heading(played, context.name, context.namespace),
        views,
        (
            *_facts(played, context, views, replan, environment),
            *version_notes(played.query.scenario, decode),
            *next_partition(context),
        ),
        plan,
        fine=not any(step.refused for step in plan.steps) and not is_stuck(plan.steps[-1]),
        revisions=max((pod.revision for step in plan.steps for pod in step.end.pods), default=1),
        service=str(at(last, "spec.serviceName") or ""),
        opening=played.query.opening,
        unchanged=_only_applies(played) and not _difference(played) and not any(v.moves for v in views),
    )


def _context(played: PlayedQuery) -> BlockerContext:
    last = played.last_manifest
    name = str(at(last, "metadata.name") or played.plan.id)
    namespace = str(at(last, "metadata.namespace") or "")
    minor = number_of(played.version.split(".")[1])
    return BlockerContext(name, namespace, minor, played.query.steps, played.plan, played.specs[-1])


def _facts(
    played: PlayedQuery,
    context: BlockerContext,
    views: Sequence[StepView],
    replan: Replan,
    environment: PlanEnvironment,
) -> Iterator[Fact]:
    query, plan, specs = played.query, played.plan, played.specs
    shown = [view.plan for view in views]
    yield from _refusals(plan, query)
    yield from _setup_trouble(plan, query.steps[: query.setup_steps])
    yield from final_state(context, shown, environment, (played.manifest_before, played.last_manifest))
    yield from timing(shown)
    yield from disruption(views, environment, specs)
    yield from stuck_facts(context)
    yield from if_bad(query.scenario, context, replan)
    yield from caveats(query.steps, plan.steps, specs)


def _only_applies(played: PlayedQuery) -> bool:
    """Returns whether the plan is about a manifest that is applied over what runs, and about no what-if."""
    shown = played.query.steps[played.query.setup_steps :]
    return bool(played.query.setup_steps) and [step.get("op") for step in shown] == ["apply"]


def _difference(played: PlayedQuery) -> str:
    """Returns on what the first and the last stored manifest differ, as far as the controller acts on it."""
    return changes(played.stored[0].manifest, played.stored[-1].manifest) if played.stored else ""


def _heading(played: PlayedQuery, name: str, namespace: str) -> str:
    if not played.stored:
        return f"{name} in {namespace or 'default'}: nothing is stored (Kubernetes {played.version})"
    first, last = played.stored[0], played.stored[-1]
    what = _difference(played)
    if not what and played.query.setup_steps and played.query.steps[-1].get("op") == "apply":
        what = "nothing that the controller acts on changes"
    what = what or pluralize(last.spec.replicas, "replica")
    where = f"{first.name} in {namespace or 'default'}"
    return f"{where}: {what}; {settings(last.spec)} (Kubernetes {played.version})"


def _refusals(plan: Plan, query: PlanQuery) -> Iterator[Fact]:
    for step, played in zip(query.steps, plan.steps, strict=True):
        for text in played.refused:
            yield Fact("Refused", f"{step_title(step, str(plan.id))}: {text}", "bad")


def _setup_trouble(plan: Plan, steps: Sequence[Step]) -> Iterator[Fact]:
    """Yields that pods were unhealthy before the change, about which a plan can say little."""
    intended = any(step.get("op") in ("break-pod", "node-lost") for step in steps)
    if steps and not intended and is_stuck(plan.steps[len(steps) - 1]):
        blocked = plan.steps[len(steps) - 1].end.blocked_on
        yield Fact(
            "Before it", f"{names(blocked)} {'is' if len(blocked) == 1 else 'are'} unhealthy already", "bad"
        )
