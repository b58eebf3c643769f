"""A plan with all that a person wants to know of it: moves, the state after, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stslint.forecast.blockers import BlockerContext, is_stuck, stuck_facts
from stslint.forecast.caveats import caveats
from stslint.forecast.differences import changes, settings, spec_of
from stslint.forecast.disruption import disruption
from stslint.forecast.final_state import PlanEnvironment, final_state
from stslint.forecast.manifests import Manifests
from stslint.forecast.moves import Move, moves_of, names
from stslint.forecast.notes import Fact
from stslint.forecast.recommendations import Replan, if_bad, next_partition
from stslint.forecast.timing import timing
from stslint.forecast.version_notes import version_notes
from stslint.forecast.what_if import Step, Story, in_words
from stslint.planner import scenario
from stslint.planner.admission import at
from stslint.planner.api_server import Decode, as_stored
from stslint.planner.spec import block
from stslint.planner.state import Manifest, Spec
from stslint.planner.timeline import End, Plan, StepPlan
from stslint.runtime.namedtuple import NamedTuple

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


class Question(NamedTuple):
    """What a forecast is made of: a scenario, of which the first ``premise`` steps set the stage."""

    scenario: Mapping[str, Any]
    setup_steps: int = 0

    @property
    def steps(self) -> Sequence[Step]:
        """Returns the steps of the scenario."""
        steps: Sequence[Step] = self.scenario["steps"]
        return steps


def question_of(story: Story, name: str, version: str) -> Question:
    """Returns the question that a story asks of a Kubernetes version."""
    latest = next(step["manifest"] for step in reversed(story.steps) if "manifest" in step)
    asked = {"id": name, "kubernetes": version, "manifest": latest, "steps": list(story.steps)}
    return Question(asked, story.setup_steps)


def played(question: Question, manifests: Manifests, around: PlanEnvironment) -> Forecast | str:
    """Returns the forecast of a question, or why it can't be understood."""
    mistake = scenario.mistake(question.scenario)
    if mistake or not question.steps:
        return mistake or NO_STEPS
    stops = scenario.play(question.scenario, manifests.decode, manifests.refuse)

    def replan(other: Mapping[str, Any], differs: int) -> Plan:
        found = scenario.play(other, manifests.decode, manifests.refuse, stops[:differs])
        return scenario.played(other.get("id"), found)

    plan = scenario.played(question.scenario.get("id"), stops)
    return plan.error or forecast(question, plan, manifests.decode, replan, around)


def forecast(
    question: Question, plan: Plan, decode: Decode, replan: Replan, around: PlanEnvironment
) -> Forecast:
    """Returns the forecast of a plan that could be understood (``plan.error`` is empty)."""
    conditions = scenario.conditions_of(question.scenario)
    in_force = _in_force(question, plan, lambda text: as_stored(decode(text), conditions))
    specs = [spec_of(manifest) if manifest else None for manifest in in_force]
    last = next((manifest for manifest in reversed(in_force) if manifest), {})
    name = str(at(last, "metadata.name") or plan.id)
    namespace = str(at(last, "metadata.namespace") or "")
    version = str(question.scenario.get("kubernetes") or "1.37")
    minor = int(version.split(".")[1])
    scene = BlockerContext(name, namespace, minor, question.steps, plan, specs[-1] if specs else None)
    views = tuple(_views(question, plan, specs, name))
    facts = [
        *_refusals(plan, question),
        *_premise(plan, question.steps[: question.setup_steps]),
        *final_state(scene, [view.plan for view in views], around, last),
        *timing([view.plan for view in views]),
        *disruption(views, around, specs),
        *stuck_facts(scene),
        *if_bad(question.scenario, scene, replan),
        *caveats(question.steps, plan.steps, specs),
        *version_notes(question.scenario, decode),
        *next_partition(scene),
    ]
    return Forecast(
        name,
        namespace,
        _heading(question, in_force, namespace, version),
        views,
        tuple(facts),
        plan,
        fine=not any(step.refused for step in plan.steps) and not is_stuck(plan.steps[-1]),
        revisions=max((pod.revision for step in plan.steps for pod in step.end.pods), default=1),
        service=str(at(last, "spec.serviceName") or ""),
    )


def _in_force(question: Question, plan: Plan, decode: Decode) -> list[Manifest | None]:
    """Returns, for each step, the manifest that is stored once it has happened."""
    current: Manifest | None = None
    found: list[Manifest | None] = []
    for step, played in zip(question.steps, plan.steps, strict=True):
        if not played.refused:
            current = _after(step, current, question, decode)
        found.append(current)
    return found


def _after(step: Step, current: Manifest | None, question: Question, decode: Decode) -> Manifest | None:
    op = step.get("op")
    if op in ("create", "apply"):
        return decode(step.get("manifest") or question.scenario["manifest"])
    if op == "delete":
        return None
    if current is None or op not in ("scale", "partition"):
        return current
    spec = block(current, "spec")
    if op == "scale":
        return {**current, "spec": {**spec, "replicas": step["replicas"]}}
    strategy = block(spec, "updateStrategy")
    rolling = {**block(strategy, "rollingUpdate"), "partition": step["value"]}
    strategy = {"type": "RollingUpdate", **strategy, "rollingUpdate": rolling}
    return {**current, "spec": {**spec, "updateStrategy": strategy}}


def _heading(question: Question, in_force: Sequence[Manifest | None], namespace: str, version: str) -> str:
    first = next((manifest for manifest in in_force if manifest), None)
    if first is None:
        return f"nothing is stored (Kubernetes {version})"
    where = f"{at(first, 'metadata.name')} in {namespace or 'default'}"
    last = next(manifest for manifest in reversed(in_force) if manifest)
    what = changes(first, last) or counted_replicas(spec_of(last).replicas)
    if question.setup_steps and not changes(first, last) and question.steps[-1].get("op") == "apply":
        what = "nothing that the controller acts on changes"
    return f"{where}: {what}; {settings(spec_of(last))} (Kubernetes {version})"


def _views(question: Question, plan: Plan, specs: Sequence[Spec | None], name: str) -> Iterator[StepView]:
    before = End((), ())
    for index, (step, played) in enumerate(zip(question.steps, plan.steps, strict=True)):
        if index >= question.setup_steps:
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


def _refusals(plan: Plan, question: Question) -> Iterator[Fact]:
    for step, played in zip(question.steps, plan.steps, strict=True):
        for text in played.refused:
            yield Fact("Refused", f"{in_words(step, str(plan.id))}: {text}", "bad")


def _premise(plan: Plan, steps: Sequence[Step]) -> Iterator[Fact]:
    """Yields that what runs already was not well before the change, of which a plan can say little."""
    asked = any(step.get("op") in ("break-pod", "node-lost") for step in steps)
    if steps and not asked and is_stuck(plan.steps[len(steps) - 1]):
        blocked = plan.steps[len(steps) - 1].end.blocked_on
        yield Fact(
            "Before it", f"{names(blocked)} {'is' if len(blocked) == 1 else 'are'} not well already", "bad"
        )


def counted_replicas(number: int) -> str:
    """Returns replicas in words."""
    return f"{number} replica{'' if number == 1 else 's'}"
