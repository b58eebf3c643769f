"""The chart of one plan in a picture: the titles of steps, the numbers of moves, and a row for each pod."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from stslint.forecast.timeline_grid import NO_POD, Gap, Grid
from stslint.report.plan.labels import bar_label, describe_cell, style_of
from stslint.report.plan.svg_text import POD_LETTER, SOFT_LETTER, letters, text_line
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width

NARROWEST, WIDEST, ROW, BAR = 50, 150, 34, 22
"""A column is as wide as the picture allows, between these."""
MARGIN = 28
_EVENT, _MOMENTS, _FOOT = 18, 26, 16
"""The heights of the title of a step, of the numbers above the rows, and of the space below them."""


class Frame(NamedTuple):
    """Where a chart and its rows begin, and how wide the picture is, its names of pods and its columns."""

    top: float
    wide: float
    left: float
    column: float
    rows: float


def height_of(grid: Grid) -> float:
    """Returns the height of a chart."""
    return _head(grid) + ROW * len(grid.rows) + _FOOT


def chart_width(grid: Grid) -> float:
    """Returns the least width of a chart."""
    left = _left(grid)
    events = [left + letters(event) * SOFT_LETTER + 2 * MARGIN for _, event in grid.events]
    return max([left + NARROWEST * len(grid.columns) + MARGIN, *events])


def frame_of(grid: Grid, top: float, wide: float) -> Frame:
    """Returns the frame of a chart that begins at a height, in a picture of a width."""
    left = _left(grid)
    room = (wide - left - MARGIN) / max(len(grid.columns), 1)
    return Frame(top, wide, left, max(NARROWEST, min(room, WIDEST)), top + _head(grid))


def chart(grid: Grid, frame: Frame) -> Iterator[str]:
    """Yields the chart of a grid."""
    yield from _events(grid, frame)
    for label, index, count in grid.moments:
        middle = frame.left + (index + count / 2) * frame.column
        yield text_line("soft", middle, frame.rows - 8, label, middle=True)
    for number, row in enumerate(grid.rows):
        top = frame.rows + number * ROW
        if number % 2 == 0:
            yield f'<rect class="band" x="0" y="{top:.1f}" width="{frame.wide:.0f}" height="{ROW}"/>'
        baseline = top + ROW / 2 + 4.5
        if isinstance(row, Gap):
            yield text_line("soft", MARGIN, baseline, f"... {row.text} ...")
            continue
        yield text_line("pod", MARGIN, baseline, row)
        yield from _bars(grid, frame, row, top)


def _left(grid: Grid) -> float:
    """Returns where the columns begin: after the longest name of a pod."""
    return MARGIN + max((width(one_line(pod)) for pod in grid.pods), default=4) * POD_LETTER + 16


def _head(grid: Grid) -> float:
    return _EVENT * len(grid.events) + _MOMENTS


def _events(grid: Grid, frame: Frame) -> Iterator[str]:
    """Yields the line where each step begins, and its title, on the side of the line that has room."""
    bottom = frame.rows + ROW * len(grid.rows)
    for number, (index, event) in enumerate(grid.events):
        x, y = frame.left + index * frame.column - 2, frame.top + _EVENT * number
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{bottom:.1f}"/>'
        wide = letters(event) * SOFT_LETTER
        before = x + 4 + wide > frame.wide - MARGIN and x - 4 - wide >= 0
        yield text_line("soft end" if before else "soft", x - 4 if before else x + 4, y + 12, event)


def _bars(grid: Grid, frame: Frame, pod: str, top: float) -> Iterator[str]:
    cells = [(index, column.cells.get(pod, NO_POD), column) for index, column in enumerate(grid.columns)]
    for style, group in groupby(cells, key=lambda cell: style_of(cell[1], cell[2])):
        run = list(group)
        x, y = frame.left + run[0][0] * frame.column, top + (ROW - BAR) / 2
        if style == "absent":
            for index, _, _ in run:
                middle = frame.left + (index + 0.5) * frame.column
                yield f'<circle class="none" cx="{middle:.1f}" cy="{top + ROW / 2:.1f}" r="2.5"/>'
            continue
        wide = len(run) * frame.column - 6
        said = escape(one_line(f"{pod}: {describe_cell(run[0][1], run[0][2])}"))
        shape = f'x="{x + 3:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BAR}" rx="6"'
        yield f'<rect class="{style}" {shape}><title>{said}</title></rect>'
        inside = bar_label(run[0][1], run[0][2])
        if inside and len(inside) * 6 <= wide - 6:
            yield text_line("inside", x + 3 + wide / 2, y + 15, inside, middle=True)
