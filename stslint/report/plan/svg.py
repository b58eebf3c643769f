"""A forecast as a picture: pods by rows, moves by columns, in the reader's light or dark scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from stslint.forecast.forecast import Forecast
from stslint.forecast.timeline_grid import NO_POD, Column, Grid, grid_of
from stslint.report.plan.assets import read_asset
from stslint.report.plan.labels import describe_cell, style_of
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width

COLUMN, ROW, BAR = 50, 34, 22
MARGIN, HEAD = 28, 118
"""``HEAD`` is the height above the rows, with a title and a subtitle of one line each."""
TITLE_BASELINE, TITLE_LINE, SOFT_LINE = 36, 22, 18
TITLE_LETTER, SOFT_LETTER, POD_LETTER = 11.4, 7.2, 8.0
_WIDE = "mwMW@"
_LEGEND = (
    ("ready new", "Ready"),
    ("ready old", "Ready, old revision"),
    ("starting new", "starting"),
    ("stopping new", "Terminating"),
    ("unready new", "not Ready"),
)

_LEAST_WIDTH = 720
_MOST_EVENT = 60
"""An event of the last step makes the picture as wide as it needs, up to this many letters."""


class Frame(NamedTuple):
    """The size of the picture, where its grid begins, and the lines of its title.

    Widths of texts are estimates that no common sans-serif font exceeds: a picture has no fonts of its own.
    """

    left: float
    top: float
    wide: float
    high: float
    title: tuple[str, ...]
    subtitle: tuple[str, ...]


def render(forecast: Forecast) -> str:
    """Returns a complete SVG document."""
    grid = grid_of(forecast)
    frame = _frame(forecast, grid)
    size = (
        f'width="{frame.wide:.0f}" height="{frame.high:.0f}" viewBox="0 0 {frame.wide:.0f} {frame.high:.0f}"'
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_text(forecast.heading)}" {size}>',
        f"<title>{_text(forecast.heading)}</title>",
        f"<style>{read_asset('colors.css')}{read_asset('picture.css')}</style>",
        f'<rect class="page" width="{frame.wide:.0f}" height="{frame.high:.0f}"/>',
        *_head(frame),
        *_columns(grid, frame),
        *_rows(grid, frame),
        *_legend(grid, frame),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _frame(forecast: Forecast, grid: Grid) -> Frame:
    longest = max((width(one_line(pod)) for pod in grid.pods), default=4)
    left = MARGIN + longest * POD_LETTER + 16
    head, _, rest = one_line(forecast.heading).partition("; ")
    wide = max(
        left + COLUMN * len(grid.columns) + MARGIN,
        _end_of_last_event(grid, left),
        2 * MARGIN + max(map(letters, head.split(" "))) * TITLE_LETTER,
        _LEAST_WIDTH,
    )
    title = _wrapped(head, (wide - 2 * MARGIN) / TITLE_LETTER)
    subtitle = _wrapped(rest, (wide - 2 * MARGIN) / SOFT_LETTER)
    top = HEAD + TITLE_LINE * (len(title) - 1) + SOFT_LINE * (len(subtitle) - 1)
    return Frame(left, top, wide, top + ROW * len(grid.pods) + 74, title, subtitle)


def letters(text: str) -> float:
    """Returns the width of a text in letters of usual width."""
    return width(text) + 0.55 * sum(map(text.count, _WIDE))


def _end_of_last_event(grid: Grid, left: float) -> float:
    events = [(index, column.event) for index, column in enumerate(grid.columns) if column.event]
    if not events:
        return 0
    index, event = events[-1]
    return left + index * COLUMN + min(len(event), _MOST_EVENT) * SOFT_LETTER + MARGIN


def _wrapped(text: str, room: float) -> tuple[str, ...]:
    """Returns the lines of a text with room for that many letters; only a longer word is on a longer line."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if letters(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _head(frame: Frame) -> Iterator[str]:
    y = TITLE_BASELINE
    for line in frame.title:
        yield f'<text class="title" x="{MARGIN}" y="{y}">{_text(line)}</text>'
        y += TITLE_LINE
    for line in frame.subtitle:
        yield f'<text class="soft" x="{MARGIN}" y="{y}">{_text(line)}</text>'
        y += SOFT_LINE


def _columns(grid: Grid, frame: Frame) -> Iterator[str]:
    for index, column in enumerate(grid.columns):
        x = frame.left + index * COLUMN
        if column.event:
            yield from _event(column.event, _room(grid.columns, index, frame), x, frame)
        label = str(column.number) if column.number else "·"
        middle, y = x + COLUMN / 2, frame.top - 8
        yield f'<text class="soft" x="{middle:.1f}" y="{y}" text-anchor="middle">{label}</text>'


def _event(event: str, room: int, x: float, frame: Frame) -> Iterator[str]:
    """Yields the line where a step begins, and its title above it."""
    bottom = frame.high - 74
    yield f'<line class="grid" x1="{x - 2:.1f}" x2="{x - 2:.1f}" y1="{frame.top - 36}" y2="{bottom}"/>'
    shown = _cut(event, room)
    whole = f"<title>{_text(event)}</title>" if shown != event else ""
    yield f'<text class="soft" x="{x + 2:.1f}" y="{frame.top - 26}">{_text(shown)}{whole}</text>'


def _room(columns: Sequence[Column], index: int, frame: Frame) -> int:
    """Returns how many letters fit above a step's columns; above the last step's, up to the right edge."""
    following = [later for later, column in enumerate(columns) if column.event and later > index]
    begin = frame.left + index * COLUMN
    end = frame.left + following[0] * COLUMN if following else frame.wide - MARGIN
    return max(int((end - begin) / SOFT_LETTER), 1)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: max(most - 1, 1)]}…"


def _rows(grid: Grid, frame: Frame) -> Iterator[str]:
    for number, pod in enumerate(grid.pods):
        top = frame.top + number * ROW
        if number % 2 == 0:
            yield f'<rect class="band" x="0" y="{top}" width="{frame.wide:.0f}" height="{ROW}"/>'
        baseline = top + ROW / 2 + 4.5
        yield f'<text class="pod" x="{MARGIN}" y="{baseline}">{_text(pod)}</text>'
        yield from _bars(grid, frame, pod, top)


def _bars(grid: Grid, frame: Frame, pod: str, top: float) -> Iterator[str]:
    cells = [(index, column.cells.get(pod, NO_POD), column) for index, column in enumerate(grid.columns)]
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
        f"{count:,} {what} in between are not shown"
        for count, what in ((grid.hidden_pods, "pods"), (grid.hidden_columns, "moves"))
        if count
    ]
    note = "; ".join(["numbers show the order of moves, not to scale in time", *hidden])
    yield f'<text class="soft" x="{MARGIN}" y="{frame.high - 12}">{_text(note)}</text>'


def _text(text: str) -> str:
    return escape(one_line(text))
