"""A dry run: paths become one forecast for each StatefulSet.

``paths -> documents -> scenario -> plan -> forecast``; ``check_run`` does the same for findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from stslint.forecast.change import (
    ManifestChange,
    changed_text,
    needs_recreation,
    refused_change,
    runs_already,
)
from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.forecast import Forecast, forecast_for, query_for
from stslint.forecast.manifests import Manifests
from stslint.forecast.set_plan import SetPlan
from stslint.forecast.what_if import PlanScenario, PlanTarget, scenario_for
from stslint.kubernetes.queries.objects import pod_template
from stslint.kubernetes.verdict import Verdict
from stslint.model import Bundle, Document, Skipped
from stslint.pipeline.plan_findings import REFUSED, START, PlanFindings, plan_findings
from stslint.pipeline.plan_inputs import (
    PlanError,
    PlanRequest,
    counterpart,
    fragment_notes,
    only_running,
    read,
    running_bundle,
    running_sets,
    stateful_sets,
)
from stslint.pipeline.plan_room import PlanRoom
from stslint.planner.plan_size import PlanTooLargeError
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import some


class PlanResult(NamedTuple):
    """The plans of a run in the order of the documents, and notes on what was not planned."""

    planned: tuple[SetPlan, ...]
    notes: tuple[Skipped, ...] = ()


def plan_sets(request: PlanRequest) -> PlanResult:
    """Returns a forecast for each StatefulSet. Raises PlanError and WhatIfError."""
    bundle, notes = read(request.inputs.paths, request)
    sets = stateful_sets(bundle, request)
    if request.what_if.of_one_set and len(sets) > 1:
        known = some([f"`{document.name}`" for document in sets])
        raise PlanError(f"these what-if options apply to one StatefulSet, found {known}: add --name NAME")
    running = running_bundle(request)
    old = running_sets(running)
    findings = plan_findings(bundle, sets, running, request.settings, request.store)
    room = PlanRoom(_characters([*sets, *(old or ())]))
    planned = tuple(
        _plan_with_findings(document, counterpart(document, old, request), bundle, request, findings, room)
        for document in sets
    )
    return PlanResult(planned, (*notes, *fragment_notes(bundle, request), *only_running(old, sets, request)))


def _characters(documents: Iterable[Document]) -> int:
    """Returns how many characters the texts of documents have."""
    sources = {id(document.source): document.source for document in documents}
    return sum(len(source.text) for source in sources.values())


def _plan_with_findings(
    document: Document,
    old: Document | None,
    bundle: Bundle,
    request: PlanRequest,
    findings: PlanFindings,
    room: PlanRoom,
) -> SetPlan:
    """Returns a plan that also says which neighbours are refused, and what keeps pods from starting."""
    facts = findings.of(document)
    bad = {fact.label for fact in facts if fact.tone == "bad"}
    if findings.stops_all_pods(document) and _starts_pods(old, document):
        request = replace(request, what_if=request.what_if._replace(bad_revision=True))
    verdict = findings.verdict_on(document, request.settings) if old in (None, document) else None
    planned = _plan_of_set(document, old, verdict, bundle, request, room)
    forecast = planned.forecast
    fine = forecast.fine and not bad & {REFUSED, START}
    return planned._replace(forecast=forecast._replace(facts=(*facts, *forecast.facts), fine=fine))


def _starts_pods(old: Document | None, new: Document) -> bool:
    """Returns whether pods of a new template start, and not only those that run already."""
    if old is None or old is new:
        return old is None
    return pod_template(old.root).plain() != pod_template(new.root).plain()


def _plan_of_set(
    document: Document,
    old: Document | None,
    verdict: Verdict | None,
    bundle: Bundle,
    request: PlanRequest,
    room: PlanRoom,
) -> SetPlan:
    before = old.root if old else None
    change = ManifestChange(before, document.root, request.version, request.what_if, bool(request.old))
    scenario = _scenario(document, change, request)
    environment = PlanEnvironment(document.root, bundle, request.cluster_domain)
    answer = partial(_forecast, Manifests(), environment, document, request.version, room)
    problems = refused_change(change) if verdict is None else verdict.problems
    refused = (*document.syntax_problems, *(each for each in problems if each.severity in (None, "error")))
    again = answer(_recreation(scenario, change)) if refused and needs_recreation(change) else None
    changes = old is not None and old is not document
    planned = SetPlan(answer(scenario), document, refused, changes, again, verdict)
    room.add(planned)
    return planned


def _recreation(scenario: PlanScenario, change: ManifestChange) -> PlanScenario:
    """Returns the scenario in which the StatefulSet is deleted without its pods, and created again."""
    setup = scenario.steps[: scenario.setup_steps]
    delete = {"op": "delete", "cascade": "orphan"}
    create = {"op": "create", "manifest": changed_text(change._replace(old=None))}
    return PlanScenario((*setup, delete, create), scenario.setup_steps)


def _forecast(
    manifests: Manifests,
    environment: PlanEnvironment,
    document: Document,
    version: str,
    room: PlanRoom,
    scenario: PlanScenario,
) -> Forecast:
    query = query_for(scenario, document.name, version)
    try:
        forecast = forecast_for(query, manifests, environment, room.left, room.rollouts)
    except PlanTooLargeError as error:
        place = f"{document.source.name}:{document.root.span.line}: `{document.name}`"
        raise room.error(place, error) from None
    if isinstance(forecast, str):
        raise PlanError(forecast)
    return forecast


def _scenario(document: Document, change: ManifestChange, request: PlanRequest) -> PlanScenario:
    target = PlanTarget(document.name, change.ordinals)
    running = runs_already(change)
    applied = changed_text(change) if request.old or not running or request.what_if.bad_revision else ""
    return scenario_for(request.what_if, target, running, applied, compared=bool(request.old))
