"""The answers of ``stslint plan`` in the form that is asked for: text, JSON, a picture, a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stslint.commands.failures import UsageError
from stslint.commands.outputs import coloured
from stslint.forecast.forecast import Forecast
from stslint.model import Bundle, Document
from stslint.planner.timeline import Plan, answer
from stslint.planning import Planned, Planning
from stslint.settings import Settings

if TYPE_CHECKING:
    from stslint.commands.plan import Words


def rendered(words: Words, planning: Planning, settings: Settings) -> str:
    """Returns all plans of a run, or why there is none. Raises UsageError for a picture of several."""
    if words.form == "json":
        return "".join(json_line(each.plan) for each in planning.planned)
    drawn = [each.forecast for each in planning.planned if not each.refused]
    if words.form == "text" or not drawn:
        return "\n".join(_block(each, words, settings) for each in planning.planned)
    return picture(drawn, words)


def _block(planned: Planned, words: Words, settings: Settings) -> str:
    if not planned.refused:
        return for_people(planned.forecast, words)
    if planned.changes:
        from stslint.report import plan_refused

        again = for_people(planned.recreated, words) if planned.recreated else ""
        return plan_refused.render(
            planned.document, planned.refused, again, colour=coloured(words.color, words.output)
        )
    return _findings(planned.document, words, settings)


def _findings(document: Document, words: Words, settings: Settings) -> str:
    """Returns what ``check`` says of a manifest that the API server refuses."""
    from stslint.commands.rules import rulebook
    from stslint.lint import lint
    from stslint.report import plan_refused

    version = settings.kubernetes_version
    rules = [rule for rule in rulebook() if rule.layer == "api"]
    outcome = lint(Bundle((document,), version), rules, settings)
    found = tuple(each for each in outcome.findings if each.severity == "error")
    return plan_refused.render_findings(document, found, version, colour=coloured(words.color, words.output))


def for_people(seen: Forecast, words: Words) -> str:
    """Returns a forecast for people to read."""
    from stslint.report import plan_text

    return plan_text.render(seen, colour=coloured(words.color, words.output), verbose=words.verbose)


def picture(seen: Sequence[Forecast], words: Words) -> str:
    """Returns forecasts as a page, or the one as a picture. Raises UsageError for a picture of several."""
    if words.form == "html":
        from stslint.report import plan_html

        return plan_html.render(seen, verbose=words.verbose)
    if len(seen) > 1:
        known = ", ".join(f"`{each.name}`" for each in seen)
        raise UsageError(f"a picture shows one plan, and there are {len(seen)} ({known}): add --name NAME")
    from stslint.report import plan_svg

    return plan_svg.render(seen[0])


def json_line(plan: Plan) -> str:
    """Returns a plan as one line of JSON."""
    return json.dumps(answer(plan)) + "\n"
