"""Plans as Markdown for a job's summary or a comment: what happens first, and a section for each plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from stslint.forecast.forecast import Forecast
from stslint.forecast.moves import Move, names
from stslint.forecast.notes import Fact, duration
from stslint.forecast.overview import overview, summary
from stslint.forecast.set_plan import SetPlan
from stslint.forecast.step_views import StepView
from stslint.report.markdown import LIMIT
from stslint.report.plan.folding import Fold, folded
from stslint.report.plan.text import describe_move
from stslint.text.markdown import code, escaped
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

_KEPT_FREE = 2_000
_OPEN_SECTIONS = 3
_OUTCOMES = {
    "refused": "❌ refused",
    "stuck": "⚠️ gets stuck",
    "completes": "✅ reaches its spec",
    "unchanged": "unchanged",
}
_TABLE = "| | Pods | What happens | At least |\n|---|---|---|---|\n"


def render(plans: Sequence[SetPlan]) -> str:
    """Returns all plans; where they are too long for GitHub, the last ones are left out, and counted."""
    seen = overview(plans)
    shown = seen.shown if len(plans) > 1 else tuple(plans)
    parts = [f"### stslint plan\n\n**{escaped('; '.join(summary(seen)))}**\n\n"]
    room = LIMIT - _KEPT_FREE - len(parts[0])
    for number, plan in enumerate(shown):
        section = _section(plan, is_open=number < _OPEN_SECTIONS)
        room -= len(section)
        if room < 0:
            left = pluralize(len(shown) - number, "more plan")
            parts.append(f"{left} left out: the report would be too long for GitHub.\n\n")
            break
        parts.append(section)
    if len(plans) > 1 and seen.unchanged:
        unchanged = ", ".join(code(each.title) for each in seen.unchanged[:20])
        parts.append(f"Unchanged: {pluralize(len(seen.unchanged), 'StatefulSet')}, such as {unchanged}\n")
    return "".join(parts).rstrip("\n") + "\n"


def _section(plan: SetPlan, *, is_open: bool) -> str:
    # GitHub links no mention of a person in code.
    place = f" (<code>{escape(one_line(plan.place))}</code>)" if plan.place else ""
    title = f"<code>{escape(one_line(plan.title))}</code>{place}: {_OUTCOMES[plan.outcome]}"
    opened = " open" if is_open else ""
    body = "".join(_refusal(plan) if plan.refused else _forecast(plan.forecast))
    return f"<details{opened}><summary>{title}</summary>\n\n{body}\n</details>\n\n"


def _refusal(plan: SetPlan) -> Iterator[str]:
    for problem in plan.refused:
        advice = f"<br>{escaped(problem.help)}" if problem.help else ""
        yield f"- {problem.span.line}:{problem.span.column} {escaped(problem.message)}{advice}\n"
    if plan.recreated:
        yield "\nWhat happens if it is deleted without its pods and created again:\n\n"
        yield from _forecast(plan.recreated)


def _forecast(forecast: Forecast) -> Iterator[str]:
    yield f"{escaped(forecast.heading)}\n\n"
    for view in forecast.views:
        yield from _view(view, forecast)
    yield from map(_fact, (*forecast.opening, *forecast.facts))


def _view(view: StepView, forecast: Forecast) -> Iterator[str]:
    if len(forecast.views) > 1:
        yield f"**{escaped(view.title[:1].upper() + view.title[1:])}**\n\n"
    rows = [_row(item, view, forecast) for item in folded(view.moves)]
    yield f"{_TABLE}{''.join(rows)}\n" if rows else "No pod is created, deleted or restarted.\n\n"
    for text in filter(None, (view.stays, view.halts)):
        yield f"{escaped(text)}\n\n"


def _row(item: Move | Fold, view: StepView, forecast: Forecast) -> str:
    if isinstance(item, Fold):
        return f"| | | and so on, {pluralize(item.left_out, 'more move')} | |\n"
    least = duration(item.least) if item.least else ""
    said = escaped(describe_move(item, view, forecast.revisions))
    return f"| {item.number} | {code(names(item.pods))} | {said} | {least} |\n"


def _fact(fact: Fact) -> str:
    if fact.tone == "detail":
        return ""
    label = f"**{escaped(fact.label)}** " if fact.label else ""
    return f"- {label}{escaped(fact.text)}\n{_command(fact.command)}"


def _command(text: str) -> str:
    """Returns a command as a block that GitHub offers to copy."""
    if not text:
        return ""
    line = one_line(text)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", line)), default=0))
    return f"  {fence}sh\n  {line}\n  {fence}\n"
