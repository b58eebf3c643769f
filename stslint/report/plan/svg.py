"""Plans as a picture: for each, pods by rows and moves by columns, in the reader's light or dark scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.overview import overview, summary
from stslint.forecast.set_plan import SetPlan
from stslint.forecast.timeline_grid import Grid, grid_of
from stslint.report.page.assets import read_asset
from stslint.report.page.markup import plain
from stslint.report.plan.labels import LEGEND
from stslint.report.plan.svg_chart import MARGIN, chart, chart_width, frame_of, height_of
from stslint.report.plan.svg_text import (
    SOFT_LINE,
    TITLE_LINE,
    room_for,
    text_line,
    wrapped_soft,
    wrapped_title,
)
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line

MOST_PLANS = 12
"""A picture of more plans is longer than anyone looks at."""
_LEAST_WIDTH = 720
_TITLE_BASELINE = 36
_LEGEND_HEIGHT = 58


class Panel(NamedTuple):
    """One plan of a picture: the lines of its title and below it, and its grid, if there is one to draw."""

    title: tuple[str, ...]
    lines: tuple[str, ...]
    grid: Grid | None

    @property
    def head(self) -> float:
        """Returns the height of the texts above the grid."""
        return _TITLE_BASELINE + TITLE_LINE * (len(self.title) - 1) + SOFT_LINE * len(self.lines) + 10


def render(plans: Sequence[SetPlan]) -> str:
    """Returns a complete SVG document; of several plans, those that change something, one below another."""
    seen = overview(plans)
    shown = plans if len(plans) == 1 else seen.shown
    grids = [grid_of(plan.drawn) if plan.drawn else None for plan in shown]
    wide = max([_LEAST_WIDTH, *(chart_width(grid) for grid in grids if grid)])
    title = next(summary(seen)) if len(plans) > 1 else _heading(plans[0])
    panels = [_panel(plan, grid, wide) for plan, grid in zip(shown, grids, strict=True)]
    if len(plans) > 1:
        panels.insert(0, _text_panel(tuple(summary(seen)), wide))
    high = sum(map(_height, panels)) + _LEGEND_HEIGHT
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{plain(title)}" {size}>',
        f"<title>{plain(title)}</title>",
        f"<style>{read_asset('colors.css')}{read_asset('picture.css', __package__)}</style>",
        f'<rect class="page" width="{wide:.0f}" height="{high:.0f}"/>',
        *_stacked(panels, wide),
        *_legend(high),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _heading(plan: SetPlan) -> str:
    if plan.refused:
        return f"{plan.title}: the API server refuses it, nothing happens"
    return plan.forecast.heading


def _panel(plan: SetPlan, grid: Grid | None, wide: float) -> Panel:
    head, _, rest = one_line(_heading(plan)).partition("; ")
    room = room_for(wide - 2 * MARGIN)
    texts = [rest, *(one_line(problem.message).replace("`", "") for problem in plan.refused)]
    if plan.recreated is not None:
        texts.append("After the StatefulSet is deleted with --cascade=orphan, the apply does this:")
    lines = [line for text in filter(None, texts) for line in wrapped_soft(text, room)]
    return Panel(wrapped_title(head, room), tuple(lines), grid)


def _text_panel(sentences: tuple[str, ...], wide: float) -> Panel:
    room = room_for(wide - 2 * MARGIN)
    return Panel(wrapped_title(sentences[0], room), wrapped_soft(sentences[1], room), None)


def _height(panel: Panel) -> float:
    return panel.head + (height_of(panel.grid) if panel.grid else 10)


def _stacked(panels: Sequence[Panel], wide: float) -> Iterator[str]:
    top = 0.0
    for panel in panels:
        yield from _head(panel, top)
        if panel.grid:
            yield from chart(panel.grid, frame_of(panel.grid, top + panel.head, wide))
        top += _height(panel)


def _head(panel: Panel, top: float) -> Iterator[str]:
    y = top + _TITLE_BASELINE
    for line in panel.title:
        yield text_line("title", MARGIN, y, line)
        y += TITLE_LINE
    y += SOFT_LINE - TITLE_LINE + 4
    for line in panel.lines:
        yield text_line("soft", MARGIN, y, line)
        y += SOFT_LINE


def _legend(high: float) -> Iterator[str]:
    y = high - 44
    x = float(MARGIN)
    for style, said in LEGEND:
        yield f'<rect class="{style}" x="{x:.1f}" y="{y}" width="22" height="14" rx="4"/>'
        yield text_line("soft", x + 30, y + 11.5, said)
        x += 30 + len(said) * 6.6 + 22
    yield text_line("soft", MARGIN, high - 12, "numbers are moves in order, not to scale in time")
