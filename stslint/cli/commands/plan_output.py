"""The output of ``stslint plan``: text, JSON, a picture or a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from stslint.cli.errors import UsageError
from stslint.cli.output import coloured
from stslint.forecast.forecast import Forecast
from stslint.forecast.overview import overview as overview_of
from stslint.forecast.set_plan import SetPlan
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document
from stslint.pipeline.plan_run import PlanResult
from stslint.planner.timeline import Plan, answer

if TYPE_CHECKING:
    from stslint.cli.plan_arguments import PlanArguments
    from stslint.kubernetes.verdict import Verdict
    from stslint.linter.rule import Rule


def rendered(arguments: PlanArguments, planning: PlanResult, settings: Settings) -> str:
    """Returns all plans of a run, or why they are refused. Raises UsageError for a picture of too many."""
    if arguments.form == "json":
        return "".join(map(_set_line, planning.planned))
    if arguments.form != "text":
        return picture(planning.planned, arguments)
    if len(planning.planned) == 1:
        return _block(planning.planned[0], "", arguments, settings)
    return _several(planning.planned, arguments, settings)


def _several(planned: Sequence[SetPlan], arguments: PlanArguments, settings: Settings) -> str:
    from stslint.report.plan import overview

    seen = overview_of(planned)
    blocks = [_block(each, each.place, arguments, settings) for each in seen.shown]
    colour = coloured(arguments.color, arguments.output)
    return overview.render(seen, blocks, colour=colour, verbose=arguments.verbose)


def _block(planned: SetPlan, place: str, arguments: PlanArguments, settings: Settings) -> str:
    document = planned.document
    if not planned.refused or document is None:
        return plan_text(planned.forecast, arguments, place)
    if planned.changes:
        from stslint.report.plan import refusal

        again = plan_text(planned.recreated, arguments) if planned.recreated else ""
        colour = coloured(arguments.color, arguments.output)
        return refusal.render(document, planned.refused, again, place=place, colour=colour)
    return _findings(document, planned.verdict, arguments, settings)


def _findings(
    document: Document, verdict: Verdict | None, arguments: PlanArguments, settings: Settings
) -> str:
    """Returns the findings of ``check`` on a manifest that the API server refuses."""
    from stslint.forecast.manifests import MOST_REASONS, is_refusal
    from stslint.linter.folding import folded
    from stslint.linter.linter import check_document, lint
    from stslint.report.plan import refusal

    version = settings.kubernetes_version
    verdict = verdict or check_document(document, settings)
    refusals = tuple(filter(is_refusal, verdict.problems))
    given = verdict._replace(problems=refusals[:MOST_REASONS])
    outcome = lint(Bundle((document,), version), _api_rules(), settings, check=lambda *_: given)
    errors = folded(each for each in outcome.findings if each.severity == "error")
    return refusal.render_findings(
        document,
        errors,
        version,
        left_out=max(len(refusals) - MOST_REASONS, 0),
        colour=coloured(arguments.color, arguments.output),
    )


@cache
def _api_rules() -> tuple[Rule, ...]:
    """Returns the rules that stand for the API server; all refused StatefulSets of a run share them."""
    from stslint.linter.rule_set import rule_set

    return tuple(rule for rule in rule_set() if rule.layer == "api")


def plan_text(forecast: Forecast, arguments: PlanArguments, place: str = "") -> str:
    """Returns a forecast as text; ``place`` is where its manifest is, if the text is to name it."""
    from stslint.report.plan import text

    return text.render(
        forecast,
        place=place,
        colour=coloured(arguments.color, arguments.output),
        verbose=arguments.verbose,
    )


def picture(plans: Sequence[SetPlan], arguments: PlanArguments) -> str:
    """Returns plans as Markdown, a page or a picture. Raises UsageError for a picture of too many."""
    if arguments.form == "markdown":
        from stslint.report.plan import markdown

        return markdown.render(plans)
    if arguments.form == "html":
        from stslint.report.plan import html

        return html.render(plans, verbose=arguments.verbose)
    from stslint.report.plan import svg

    shown = len(overview_of(plans).shown)
    if shown > svg.MOST_PLANS:
        raise UsageError(
            f"a picture shows at most {svg.MOST_PLANS} plans, found {shown}: add --name NAME, "
            "or use --format html"
        )
    return svg.render(plans)


def _set_line(planned: SetPlan) -> str:
    """Returns the plan of a StatefulSet as one line of JSON, with where it is and where it leads."""
    refused = [
        {"message": each.message, "field": each.path, "line": each.span.line, "column": each.span.column}
        for each in planned.refused
    ]
    document = planned.document
    where = {"file": document.source.name, "line": document.root.span.line} if document else {}
    namespace = document.namespace if document else planned.forecast.namespace
    more = {"namespace": namespace, **where, "outcome": planned.outcome, "refused": refused}
    return json.dumps(answer(planned.forecast.plan) | more) + "\n"


def json_line(plan: Plan) -> str:
    """Returns a plan as one line of JSON."""
    return json.dumps(answer(plan)) + "\n"
