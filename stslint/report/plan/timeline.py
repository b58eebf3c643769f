"""The timeline of a plan on its page: bars, a slider over them, and the same as a table.

The bars are for the eye, the table for those who do not see them, and both need no script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from stslint.forecast.timeline_grid import NO_POD, Column, Gap, Grid
from stslint.report.page.markup import plain
from stslint.report.plan.labels import LEGEND, bar_label, describe_cell, style_of

_DENSE = 16
"""With more moments, only every fifth one has its number."""


def timeline(grid: Grid) -> Iterator[str]:
    """Yields the bars with their controls, which are hidden until the script shows them, and the table."""
    if not grid.rows:
        return
    count = len(grid.columns)
    heads = 1 + len(grid.events)
    last = heads + len(grid.rows) + 1
    style = f"--moments: {count}; grid-template-rows: repeat({last}, auto)"
    yield f'<div class="timeline"><div class="bars" role="group" aria-label="Timeline" style="{style}">'
    yield '<div class="drawn" aria-hidden="true">'
    yield from _events_above(grid)
    yield from _moments(grid, heads)
    for number, row in enumerate(grid.rows, heads + 1):
        if isinstance(row, Gap):
            yield f'<span class="gap" style="grid-area: {number} / 1 / auto / -1">{plain(row.text)}</span>'
        else:
            yield f'<span class="pod" style="grid-row: {number}">{plain(row)}</span>'
            yield from _bars(grid.columns, row, number)
    yield f'<span class="mark" style="grid-area: {heads} / 2 / {last} / auto" hidden></span></div>'
    yield f'<input type="range" min="0" max="{max(count - 1, 0)}" value="0" step="1" aria-label="Moment"'
    yield f' style="grid-row: {last}" hidden></div>'
    yield from _legend()
    yield from _stage()
    yield from _table(grid)
    yield "</div>"


def _events_above(grid: Grid) -> Iterator[str]:
    """Yields the title of each step on its own line, as its columns can be narrower than its words."""
    for row, (index, event) in enumerate(grid.events, 1):
        left = 2 * index <= len(grid.columns)
        area = f"{row} / {index + 2} / auto / -1" if left else f"{row} / 1 / auto / {index + 2}"
        side = "event" if left else "event late"
        yield f'<span class="{side}" style="grid-area: {area}">{plain(event)}</span>'


def _moments(grid: Grid, row: int) -> Iterator[str]:
    count = len(grid.columns)
    for label, index, wide in grid.moments:
        if _is_named(label, index, count):
            minor = " minor" if count > _DENSE and label not in ("start", "end") and label[-1] != "0" else ""
            area = f"grid-area: {row} / {index + 2} / auto / {index + wide + 2}"
            yield f'<span class="moment{minor}" style="{area}">{plain(label)}</span>'


def _is_named(label: str, index: int, count: int) -> bool:
    """Returns whether there is room for the label of the moment at an index."""
    if count <= _DENSE:
        return True
    if label.isdigit():
        return int(label) % 5 == 0 and index < count - 3
    return label != "start" or index == 0


def _bars(columns: Sequence[Column], pod: str, row: int) -> Iterator[str]:
    cells = [(style_of(column.cells.get(pod, NO_POD), column), column) for column in columns]
    index = 2
    for style, group in groupby(cells, key=lambda cell: cell[0]):
        run = [column for _, column in group]
        cell = run[0].cells.get(pod, NO_POD)
        said = bar_label(cell, run[0])
        inner = f"<span>{plain(said)}</span>" if said else ""
        area = f"grid-area: {row} / {index} / auto / {index + len(run)}"
        yield f'<span class="bar {style}" style="{area}">{inner}</span>'
        index += len(run)


def _legend() -> Iterator[str]:
    yield '<p class="legend" aria-hidden="true">'
    for style, said in LEGEND:
        yield f'<span><span class="bar {style}"></span>{plain(said)}</span>'
    yield "<span>numbers are moves in order, not to scale in time</span></p>"


def _stage() -> Iterator[str]:
    yield '<div class="stage" hidden><div class="controls">'
    yield '<button type="button" class="back" aria-label="previous moment">&#9664;</button>'
    yield '<button type="button" class="on" aria-label="next moment">&#9654;</button>'
    yield '<p class="now" aria-live="polite"></p></div>'
    yield '<ul class="cards" aria-label="Pods at this moment"></ul></div>'


def _table(grid: Grid) -> Iterator[str]:
    yield "<details><summary>The timeline as a table</summary>"
    yield '<div class="scroll" role="group" aria-label="The timeline as a table" tabindex="0">'
    yield "<table><caption>State of each pod, moment by moment</caption>"
    heads = "".join(map(_head, grid.columns))
    yield f'<thead>{_events(grid)}<tr><th scope="col">pod</th>{heads}</tr></thead><tbody>'
    for row in grid.rows:
        if isinstance(row, Gap):
            yield f'<tr class="gap"><td colspan="{len(grid.columns) + 1}">{plain(row.text)}</td></tr>'
            continue
        cells = "".join(_cell(row, column) for column in grid.columns)
        yield f'<tr><th scope="row">{plain(row)}</th>{cells}</tr>'
    yield "</tbody></table></div></details>"


def _events(grid: Grid) -> str:
    """Returns the row with each step above its columns."""
    ends = [*(index for index, _ in grid.events[1:]), len(grid.columns)]
    cells = "".join(
        f'<th scope="colgroup" colspan="{end - start}">{plain(event)}</th>'
        for (start, event), end in zip(grid.events, ends, strict=True)
    )
    return f'<tr class="events"><td></td>{cells}</tr>'


def _head(column: Column) -> str:
    text = f"{column.event}: {column.text}" if column.event else column.text
    goes_on = column.label.isdigit() and not column.number
    label = f"{column.label} goes on" if goes_on else column.label
    return f'<th scope="col" data-text="{plain(text.replace("`", ""))}">{plain(label)}</th>'


def _cell(pod: str, column: Column) -> str:
    cell = column.cells.get(pod, NO_POD)
    said = describe_cell(cell, column) if cell.revision else "no pod"
    if column.label == "...":
        said = "..."
    return f'<td class="{style_of(cell, column)}">{plain(said)}</td>'
