"""The output of ``stslint plan``: text, JSON, a picture or a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stslint.cli.errors import UsageError
from stslint.cli.output import coloured
from stslint.forecast.forecast import Forecast
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document
from stslint.pipeline.plan_run import PlanResult, SetPlan
from stslint.planner.timeline import Plan, answer

if TYPE_CHECKING:
    from stslint.cli.plan_arguments import PlanArguments


def rendered(arguments: PlanArguments, planning: PlanResult, settings: Settings) -> str:
    """Returns all plans of a run, or why they are refused. Raises UsageError for a picture of several."""
    if arguments.form == "json":
        return "".join(json_line(each.forecast.plan) for each in planning.planned)
    drawn = [each.forecast for each in planning.planned if not each.refused]
    if arguments.form == "text" or not drawn:
        return "\n".join(_block(each, arguments, settings) for each in planning.planned)
    return picture(drawn, arguments)


def _block(planned: SetPlan, arguments: PlanArguments, settings: Settings) -> str:
    if not planned.refused:
        return plan_text(planned.forecast, arguments)
    if planned.changes:
        from stslint.report.plan import refusal

        again = plan_text(planned.recreated, arguments) if planned.recreated else ""
        return refusal.render(
            planned.document, planned.refused, again, colour=coloured(arguments.color, arguments.output)
        )
    return _findings(planned.document, arguments, settings)


def _findings(document: Document, arguments: PlanArguments, settings: Settings) -> str:
    """Returns the findings of ``check`` on a manifest that the API server refuses."""
    from stslint.linter.linter import lint
    from stslint.linter.rule_set import rule_set
    from stslint.report.plan import refusal

    version = settings.kubernetes_version
    rules = [rule for rule in rule_set() if rule.layer == "api"]
    outcome = lint(Bundle((document,), version), rules, settings)
    errors = tuple(each for each in outcome.findings if each.severity == "error")
    return refusal.render_findings(
        document, errors, version, colour=coloured(arguments.color, arguments.output)
    )


def plan_text(forecast: Forecast, arguments: PlanArguments) -> str:
    """Returns a forecast as text."""
    from stslint.report.plan import text

    return text.render(
        forecast, colour=coloured(arguments.color, arguments.output), verbose=arguments.verbose
    )


def picture(forecasts: Sequence[Forecast], arguments: PlanArguments) -> str:
    """Returns forecasts as a page, or one as a picture. Raises UsageError for a picture of several."""
    if arguments.form == "html":
        from stslint.report.plan import html

        return html.render(forecasts, verbose=arguments.verbose)
    if len(forecasts) > 1:
        known = ", ".join(f"`{each.name}`" for each in forecasts)
        raise UsageError(f"a picture shows one plan, found {len(forecasts)} ({known}): add --name NAME")
    from stslint.report.plan import svg

    return svg.render(forecasts[0])


def json_line(plan: Plan) -> str:
    """Returns a plan as one line of JSON."""
    return json.dumps(answer(plan)) + "\n"
