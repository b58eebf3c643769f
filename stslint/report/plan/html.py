"""A forecast as one page of its own: a table that reads without scripts, and a slider through the moves.

The page loads nothing. All that comes from manifests is escaped, and the script reads the table instead of
data of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from stslint.forecast.forecast import Forecast
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact, duration
from stslint.forecast.step_views import StepView
from stslint.forecast.timeline_grid import NOBODY, Column, Grid, grid_of
from stslint.report.plan.assets import read_asset
from stslint.report.plan.folding import Fold, folded
from stslint.report.plan.labels import describe_cell, style_of
from stslint.report.plan.text import describe_move
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def render(forecasts: Sequence[Forecast], *, verbose: bool = False) -> str:
    """Returns the page of some forecasts, one section each; ``verbose``: every name, every move."""
    title = ", ".join(f"{forecast.name}" for forecast in forecasts)
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{_text(title)}: dry run</title>",
        f"<style>{read_asset('colors.css')}{read_asset('plan.css')}</style></head>",
        "<body><main>",
        *(line for forecast in forecasts for line in _section(forecast, verbose)),
        "<footer>Made by stslint. Moves stand in their order, not to scale in time.</footer>",
        f"</main><script>{read_asset('plan.js')}</script></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _section(forecast: Forecast, verbose: bool) -> Iterator[str]:
    grid = grid_of(forecast)
    head, _, rest = one_line(forecast.heading).partition("; ")
    state = "fine" if forecast.fine else "stuck"
    said = "ends where the spec says" if forecast.fine else "does not end where the spec says"
    yield f'<section class="plan"><header><h1>{_text(head)}</h1>'
    yield f'<p class="soft">{_text(rest)}</p><p class="verdict {state}">{said}</p></header>'
    yield from _stage(grid)
    yield from _table(grid)
    for view in forecast.views:
        yield from _moves(view, forecast, verbose)
    yield from _facts(
        [fact for fact in (*forecast.opening, *forecast.facts) if verbose or fact.tone != "detail"]
    )
    yield "</section>"


def _stage(grid: Grid) -> Iterator[str]:
    """Yields the controls, which the script shows."""
    last = max(len(grid.columns) - 1, 0)
    yield '<div class="stage" hidden><div class="pods" aria-hidden="true"></div>'
    yield '<p class="now" aria-live="polite"></p><div class="controls">'
    yield '<button type="button" class="back" aria-label="back">&#9664;</button>'
    yield f'<input type="range" min="0" max="{last}" value="0" step="1" aria-label="move">'
    yield '<button type="button" class="on" aria-label="on">&#9654;</button></div></div>'


def _table(grid: Grid) -> Iterator[str]:
    yield '<div class="scroll"><table><caption>How each pod is, move by move</caption>'
    heads = "".join(map(_head, grid.columns))
    yield f'<thead>{_events(grid.columns)}<tr><th scope="col">pod</th>{heads}</tr></thead>'
    yield "<tbody>"
    for pod in grid.pods:
        cells = "".join(_cell(pod, column) for column in grid.columns)
        yield f'<tr><th scope="row">{_text(pod)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
    for count, what in ((grid.hidden_pods, "pods"), (grid.hidden_columns, "moves")):
        if count:
            yield f'<p class="soft">{count:,} {what} between are left out here.</p>'


def _events(columns: Sequence[Column]) -> str:
    """Returns the row of the steps, each above its columns."""
    starts = [index for index, column in enumerate(columns) if column.event]
    ends = [*starts[1:], len(columns)]
    cells = "".join(
        f'<th scope="colgroup" colspan="{end - start}">{_text(columns[start].event)}</th>'
        for start, end in zip(starts, ends, strict=True)
    )
    return f'<tr class="events"><td></td>{cells}</tr>'


def _head(column: Column) -> str:
    label = str(column.number) if column.number else "·"
    text = f"{column.event}: {column.text}" if column.event else column.text
    return f'<th scope="col" data-text="{_text(text)}">{label}</th>'


def _cell(pod: str, column: Column) -> str:
    cell = column.cells.get(pod, NOBODY)
    said = describe_cell(cell, column) if cell.revision else "–"
    return f'<td class="{style_of(cell, column)}"><span>{_text(said)}</span></td>'


def _moves(view: StepView, forecast: Forecast, verbose: bool) -> Iterator[str]:
    yield f"<h2>{_text(view.title[:1].upper() + view.title[1:])}</h2>"
    if view.plan.refused:
        yield '<p class="bad">Refused: nothing changes.</p>'
    items = list(folded(view.moves, every=verbose))
    if not items and not view.plan.refused:
        yield "<p>No pod is created, deleted or restarted.</p>"
    yield "<ol>" if items else ""
    for item in items:
        if isinstance(item, Fold):
            more = f"and so on, {pluralize(item.left_out, 'more move')} to {names(item.last.pods)}"
            yield f'<li class="more">{_text(more)}</li>'
            continue
        least = f" <small>at least {duration(item.least)}</small>" if item.least else ""
        said = _text(describe_move(item, view, forecast.revisions))
        yield f'<li value="{item.number}"><b>{_text(names(item.pods))}</b> {said}{least}'
        yield f"<br><small>{_text(item.why)}</small></li>"
    yield "</ol>" if items else ""
    if view.stays:
        yield f"<p>{_text(view.stays)}</p>"
    if view.halts:
        yield f'<p class="bad">{_text(view.halts)}</p>'


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    yield "<dl>"
    for label, group in groupby(facts, key=lambda fact: fact.label):
        yield f"<dt>{_text(label)}</dt>"
        for fact in group:
            command = f"<pre><code>{_text(fact.command)}</code></pre>" if fact.command else ""
            yield f'<dd class="{fact.tone}">{_text(fact.text)}{command}</dd>'
    yield "</dl>"


def _text(text: str) -> str:
    return escape(one_line(text))
