"""The chart of one plan in a picture: the titles of steps, the numbers of moves, and a row for each pod."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from stslint.forecast.timeline_grid import NO_POD, Column, Gap, Grid
from stslint.report.plan.labels import bar_label, describe_cell, style_of
from stslint.report.plan.svg_text import POD_LETTER, SOFT_LETTER, letters, text_line
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width

NARROWEST, WIDEST, ROW, BAR = 50, 150, 34, 22
"""A column is as wide as the titles of steps and the picture ask for, between these."""
MARGIN = 28
_HEAD, _FOOT = 44, 16
"""The heights of the titles of steps and the numbers above the rows, and of the space below them."""


class Frame(NamedTuple):
    """Where a chart begins, and how wide the picture is, its names of pods and its columns."""

    top: float
    wide: float
    left: float
    column: float

    @property
    def rows(self) -> float:
        """Returns where the rows begin."""
        return self.top + _HEAD


def height_of(grid: Grid) -> float:
    """Returns the height of a chart."""
    return _HEAD + ROW * len(grid.rows) + _FOOT


def chart_width(grid: Grid) -> float:
    """Returns the least width of a chart."""
    return _left(grid) + _needed_column(grid) * len(grid.columns) + MARGIN


def frame_of(grid: Grid, top: float, wide: float) -> Frame:
    """Returns the frame of a chart that begins at a height, in a picture of a width."""
    left = _left(grid)
    room = (wide - left - MARGIN) / max(len(grid.columns), 1)
    return Frame(top, wide, left, max(_needed_column(grid), min(room, WIDEST)))


def chart(grid: Grid, frame: Frame) -> Iterator[str]:
    """Yields the chart of a grid."""
    yield from _columns(grid, frame)
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


def _needed_column(grid: Grid) -> float:
    """Returns the width of a column with which the titles of steps fit above their columns."""
    starts = [index for index, column in enumerate(grid.columns) if column.event]
    ends = [*starts[1:], len(grid.columns)]
    needed = [
        (letters(grid.columns[start].event) * SOFT_LETTER + 8) / (end - start)
        for start, end in zip(starts, ends, strict=True)
    ]
    return min(max([NARROWEST, *needed]), WIDEST)


def _columns(grid: Grid, frame: Frame) -> Iterator[str]:
    for index, column in enumerate(grid.columns):
        if column.event:
            room = _room(grid.columns, index, frame)
            yield from _event(column.event, room, frame.left + index * frame.column, frame, len(grid.rows))
    index = 0
    for label, group in groupby(grid.columns, key=lambda column: column.label):
        count = len(list(group))
        middle = frame.left + (index + count / 2) * frame.column
        yield text_line("soft", middle, frame.rows - 8, label, middle=True)
        index += count


def _event(event: str, room: int, x: float, frame: Frame, rows: int) -> Iterator[str]:
    """Yields the line where a step begins, and its title above it."""
    top, bottom = frame.rows - 36, frame.rows + ROW * rows
    yield f'<line class="grid" x1="{x - 2:.1f}" x2="{x - 2:.1f}" y1="{top:.1f}" y2="{bottom:.1f}"/>'
    shown = event if len(event) <= room else f"{event[: max(room - 1, 1)]}…"
    whole = f"<title>{escape(one_line(event))}</title>" if shown != event else ""
    yield text_line("soft", x + 2, frame.rows - 26, shown).replace("</text>", f"{whole}</text>")


def _room(columns: Sequence[Column], index: int, frame: Frame) -> int:
    """Returns how many letters fit above a step's columns; above the last step's, up to the right edge."""
    following = [later for later, column in enumerate(columns) if column.event and later > index]
    begin = frame.left + index * frame.column
    end = frame.left + following[0] * frame.column if following else frame.wide - MARGIN
    return max(int((end - begin) / SOFT_LETTER), 1)


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
