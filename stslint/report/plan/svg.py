"""A forecast as a picture: pods by rows, moves by columns. It follows the reader's light or dark scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from stslint.forecast.forecast import Forecast
from stslint.forecast.timeline_grid import NOBODY, Column, Grid, grid_of
from stslint.report.plan.labels import describe_cell, style_of
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width

COLUMN, ROW, BAR = 50, 34, 22
MARGIN, HEAD, LETTER = 28, 118, 7.4
_LEGEND = (
    ("ready new", "Ready"),
    ("ready old", "Ready, old revision"),
    ("starting new", "starting"),
    ("stopping new", "Terminating"),
    ("unready new", "not Ready"),
)

STYLE = """
:root { --page: #ffffff; --ink: #1b2733; --soft: #66788a; --line: #e4e9ee; --band: #f6f8fa;
  --new: #1a936f; --old: #8fa3b8; --stop: #e8a33d; --bad: #d1495b; --left: #7b61c4; --on: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #11181f; --ink: #e6edf3; --soft: #93a4b5; --line: #26323d; --band: #18212a;
    --new: #2fb98d; --old: #8299b0; --stop: #dd9a34; --bad: #e5677a; --left: #9c86e0; --on: #0b1117; } }
"""
_DRAWING = """
text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: var(--ink); }
.page { fill: var(--page); } .band { fill: var(--band); } .grid { stroke: var(--line); }
.title { font-size: 17px; font-weight: 600; } .soft { fill: var(--soft); font-size: 12px; }
.pod { font: 13px ui-monospace, Menlo, Consolas, monospace; }
.inside { fill: var(--on); font-size: 11px; font-weight: 600; }
.ready.new { fill: var(--new); } .ready.old { fill: var(--old); } .left { fill: var(--left); }
.starting { fill: none; stroke: var(--new); stroke-width: 2; stroke-dasharray: 4 3; }
.starting.old { stroke: var(--old); } .stopping { fill: var(--stop); }
.unready { fill: none; stroke: var(--bad); stroke-width: 2.5; } .none { fill: var(--line); }
"""


class Frame(NamedTuple):
    """Where the grid lies: its left edge, and the size of the whole picture."""

    left: float
    wide: float
    high: float


def render(forecast: Forecast) -> str:
    """Returns an SVG document of its own."""
    grid = grid_of(forecast)
    frame = _frame(forecast, grid)
    size = (
        f'width="{frame.wide:.0f}" height="{frame.high:.0f}" viewBox="0 0 {frame.wide:.0f} {frame.high:.0f}"'
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_text(forecast.heading)}" {size}>',
        f"<title>{_text(forecast.heading)}</title>",
        f"<style>{STYLE}{_DRAWING}</style>",
        f'<rect class="page" width="{frame.wide:.0f}" height="{frame.high:.0f}"/>',
        *_head(forecast, grid, frame),
        *_rows(grid, frame),
        *_legend(grid, frame),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _frame(forecast: Forecast, grid: Grid) -> Frame:
    longest = max((width(one_line(pod)) for pod in grid.pods), default=4)
    left = MARGIN + longest * LETTER + 16
    wide = max(
        left + COLUMN * len(grid.columns) + MARGIN,
        MARGIN * 2 + width(_parts(forecast)[0]) * 9,
        MARGIN * 2 + width(_parts(forecast)[1]) * 6.6,
        720,
    )
    return Frame(left, wide, HEAD + ROW * len(grid.pods) + 74)


def _parts(forecast: Forecast) -> tuple[str, str]:
    head, _, rest = one_line(forecast.heading).partition("; ")
    return head, rest


def _head(forecast: Forecast, grid: Grid, frame: Frame) -> Iterator[str]:
    title, rest = _parts(forecast)
    yield f'<text class="title" x="{MARGIN}" y="36">{_text(title)}</text>'
    yield f'<text class="soft" x="{MARGIN}" y="58">{_text(rest)}</text>'
    for index, column in enumerate(grid.columns):
        x = frame.left + index * COLUMN
        if column.event:
            room = _room(grid.columns, index)
            bottom = HEAD + ROW * len(grid.pods)
            yield f'<line class="grid" x1="{x - 2:.1f}" x2="{x - 2:.1f}" y1="{HEAD - 36}" y2="{bottom}"/>'
            event = _text(_cut(column.event, room))
            yield f'<text class="soft" x="{x + 2:.1f}" y="{HEAD - 26}">{event}</text>'
        label = str(column.number) if column.number else "·"
        middle = x + COLUMN / 2
        yield f'<text class="soft" x="{middle:.1f}" y="{HEAD - 8}" text-anchor="middle">{label}</text>'


def _room(columns: Sequence[Column], index: int) -> int:
    """Returns how many letters fit above a step's columns."""
    following = [later for later, column in enumerate(columns) if column.event and later > index]
    end = following[0] if following else len(columns) + 3
    return int((end - index) * COLUMN / 6.4) - 1


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: max(most - 1, 1)]}…"


def _rows(grid: Grid, frame: Frame) -> Iterator[str]:
    for number, pod in enumerate(grid.pods):
        top = HEAD + number * ROW
        if number % 2 == 0:
            yield f'<rect class="band" x="0" y="{top}" width="{frame.wide:.0f}" height="{ROW}"/>'
        baseline = top + ROW / 2 + 4.5
        yield f'<text class="pod" x="{MARGIN}" y="{baseline}">{_text(pod)}</text>'
        yield from _bars(grid, frame, pod, top)


def _bars(grid: Grid, frame: Frame, pod: str, top: int) -> Iterator[str]:
    cells = [(index, column.cells.get(pod, NOBODY), column) for index, column in enumerate(grid.columns)]
    for style, group in groupby(cells, key=lambda cell: style_of(cell[1], cell[2])):
        run = list(group)
        x = frame.left + run[0][0] * COLUMN
        y = top + (ROW - BAR) / 2
        if style == "absent":
            for index, _, _ in run:
                middle = frame.left + index * COLUMN + COLUMN / 2
                yield f'<circle class="none" cx="{middle:.1f}" cy="{top + ROW / 2}" r="2.5"/>'
            continue
        wide = len(run) * COLUMN - 6
        said = _text(f"{pod}: {describe_cell(run[0][1], run[0][2])}")
        shape = f'x="{x + 3:.1f}" y="{y}" width="{wide}" height="{BAR}" rx="6"'
        yield f'<rect class="{style}" {shape}><title>{said}</title></rect>'
        yield from _inside(style, describe_cell(run[0][1], run[0][2]), x + 3 + wide / 2, y, wide)


def _inside(style: str, said: str, middle: float, y: float, wide: float) -> Iterator[str]:
    short = said.partition(",")[0] if len(said) * 6 > wide - 8 else said
    if style.startswith(("ready", "left")) and len(short) * 6 <= wide - 6:
        yield f'<text class="inside" x="{middle:.1f}" y="{y + 15}" text-anchor="middle">{_text(short)}</text>'


def _legend(grid: Grid, frame: Frame) -> Iterator[str]:
    y = frame.high - 44
    x = float(MARGIN)
    for style, said in _LEGEND:
        yield f'<rect class="{style}" x="{x:.1f}" y="{y}" width="22" height="14" rx="4"/>'
        yield f'<text class="soft" x="{x + 30:.1f}" y="{y + 11.5}">{said}</text>'
        x += 30 + len(said) * 6.6 + 22
    hidden = [
        f"{count:,} {what} between are left out"
        for count, what in ((grid.hidden_pods, "pods"), (grid.hidden_columns, "moves"))
        if count
    ]
    note = "; ".join(["numbers: moves in their order, not to scale in time", *hidden])
    yield f'<text class="soft" x="{MARGIN}" y="{frame.high - 12}">{_text(note)}</text>'


def _text(text: str) -> str:
    return escape(one_line(text))
