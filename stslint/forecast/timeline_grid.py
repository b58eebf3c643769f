"""A forecast as a grid: a row for each pod, a column for each moment, the state of the pod in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from stslint.forecast.forecast import Forecast
from stslint.forecast.moves import names
from stslint.forecast.step_views import StepView
from stslint.planner.timeline import End, Wave
from stslint.runtime.namedtuple import NamedTuple

_Item = TypeVar("_Item")
Look = Literal["absent", "starting", "ready", "unready", "stopping", "left"]

MOST_PODS = 24
MOST_COLUMNS = 48


class TimelineCell(NamedTuple):
    """The state of a pod at one moment, and its revision (0: there is no pod)."""

    look: Look = "absent"
    revision: int = 0


_HIDDEN = "..."
NO_POD = TimelineCell()

_DONE = {
    "create-pod": "is created",
    "delete-pod": "is deleted",
    "adopt-pod": "is adopted",
    "orphan-pod": "is left running",
}


class Column(NamedTuple):
    """One moment: what happens, or nothing where a step begins or ends.

    ``number`` is that of the move that begins, or 0. ``revisions`` is 1 if all pods of the step have one
    revision. ``label`` names the moment: ``start``, the number of the move that begins or goes on, ``end``,
    or ``...`` for moments that are not shown.
    """

    event: str
    number: int
    text: str
    cells: Mapping[str, TimelineCell]
    update: int
    revisions: int = 1
    label: str = ""


class Moment(NamedTuple):
    """Columns next to each other with one label: the index of the first, and how many columns they are."""

    label: str
    begin: int
    wide: int


class Gap(NamedTuple):
    """Pods that are not shown, in the row where they would be."""

    pods: tuple[str, ...]

    @property
    def text(self) -> str:
        """Returns which pods are not shown, in words."""
        return f"{len(self.pods):,} pods not shown: {names(self.pods)}"


class Grid(NamedTuple):
    """The contents of the picture, and how much of it is hidden. A row is a pod or a gap."""

    rows: tuple[str | Gap, ...]
    columns: tuple[Column, ...]
    hidden_pods: int = 0
    hidden_columns: int = 0

    @property
    def pods(self) -> tuple[str, ...]:
        """Returns the pods that are shown."""
        return tuple(row for row in self.rows if not isinstance(row, Gap))

    @property
    def events(self) -> tuple[tuple[int, str], ...]:
        """Returns where each step begins: the index of its first column, and its title."""
        return tuple((index, column.event) for index, column in enumerate(self.columns) if column.event)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Returns the labels of the columns, each once for columns in a row; a step begins a new one."""
        found: list[Moment] = []
        for index, column in enumerate(self.columns):
            if found and found[-1].label == column.label and not column.event:
                found[-1] = found[-1]._replace(wide=found[-1].wide + 1)
            else:
                found.append(Moment(column.label, index, 1))
        return tuple(found)


def grid_of(forecast: Forecast) -> Grid:
    """Returns the grid of a forecast; if there are too many pods or moments, the first and last ones."""
    every = _pods(forecast.views)
    first, left_out, last = _ends(every, MOST_PODS)
    shown = frozenset((*first, *last))
    final = len(forecast.views) - 1
    columns = [
        column
        for index, view in enumerate(forecast.views)
        for column in _columns(view, shown, forecast.revisions, closed=index == final)
    ]
    if columns and columns[-1].label == "end":
        columns[-1] = columns[-1]._replace(text=_ending(forecast))
    begun, between, ended = _ends(columns, MOST_COLUMNS)
    if between:
        begun = [*begun[:-1], *(each for each in begun[-1:] if each.label != _HIDDEN)]
        ended = [*(each for each in ended[:1] if each.label != _HIDDEN), *ended[1:]]
    gap = [_hidden(len(between), columns[-1])] if between else []
    rows: list[str | Gap] = [*first, *([Gap(tuple(left_out))] if left_out else ()), *last]
    return Grid(tuple(rows), (*begun, *gap, *ended), len(left_out), len(between))


def _ends(items: Sequence[_Item], most: int) -> tuple[Sequence[_Item], Sequence[_Item], Sequence[_Item]]:
    """Returns the first items, those that are left out, and the last ones."""
    if len(items) <= most:
        return items, (), ()
    half = most // 2
    return items[:half], items[half:-half], items[-half:]


def _hidden(count: int, near: Column) -> Column:
    """Returns the column in place of moments that are not shown."""
    text = f"{count:,} moments are not shown here"
    return near._replace(event="", number=0, text=text, cells={}, label=_HIDDEN)


def _ending(forecast: Forecast) -> str:
    """Returns what the last moment is: the state of the spec, or where the plan stops and why."""
    stuck = [fact.text for fact in forecast.facts if fact.label == "Stuck"]
    return f"it stops here: {stuck[0]}" if stuck else "the final state, as the spec says"


def _pods(views: Sequence[StepView]) -> list[str]:
    known: dict[str, None] = {}
    for view in views:
        known |= dict.fromkeys(pod.name for pod in (*view.before.pods, *view.plan.end.pods))
        known |= dict.fromkeys(
            action.name for wave in view.plan.waves for action in wave.actions if action.kind.endswith("-pod")
        )
    return sorted(known, key=lambda name: int(name.rpartition("-")[2]))


def _columns(view: StepView, shown: frozenset[str], most: int, *, closed: bool) -> Iterator[Column]:
    """Yields how a step begins, each wave that changes a shown pod and, if ``closed``, how it ends."""
    update = view.plan.end.update_revision
    most = most if view.mixed else 1
    now = _rest(view.before, shown)
    never = {pod.name for pod in view.plan.end.pods if not pod.ready}
    begin = "refused: nothing changes" if view.plan.refused else "the state before this step"
    yield Column(view.title, 0, begin, now, update, most, "start")
    numbers = {move.wave: move.number for move in reversed(view.moves)}
    label, skipped = "", 0
    for index, wave in enumerate(view.plan.waves):
        number = numbers.get(index, 0)
        label = str(number) if number else label
        touched = {action.name for action in wave.actions if action.kind in _DONE}
        if touched.isdisjoint(shown):
            skipped += bool(touched)
            continue
        now = {**_settled(now, never), **_moved(wave, shown)}
        column = Column("", number, _description(wave), now, update, most, label)
        yield from [_hidden(skipped, column)] if skipped else ()
        skipped = 0
        yield column
    end = _rest(view.plan.end, shown)
    if (closed and view.plan.waves) or (not view.plan.waves and end != now):
        yield Column("", 0, "the final state", end, update, most, "end")


def _description(wave: Wave) -> str:
    """Returns what happens to pods in a wave, and why."""
    shown = [action for action in wave.actions if action.kind in _DONE]
    parts = [f"{action.name} {_DONE[action.kind]}" for action in shown[:6]]
    more = f" and {len(shown) - 6} more" if len(shown) > 6 else ""
    return f"{', '.join(parts)}{more} ({shown[0].why})" if shown else ""


def _rest(end: End, shown: frozenset[str]) -> dict[str, TimelineCell]:
    cells = {}
    for pod in end.pods:
        if pod.name not in shown:
            continue
        look: Look = "stopping" if pod.terminating else "ready" if pod.ready else "unready"
        cells[pod.name] = TimelineCell("left" if pod.orphan and pod.ready else look, pod.revision)
    return cells


def _moved(wave: Wave, shown: frozenset[str]) -> dict[str, TimelineCell]:
    looks: dict[str, Look] = {
        "create-pod": "starting",
        "delete-pod": "stopping",
        "orphan-pod": "left",
        "adopt-pod": "ready",
    }
    return {
        action.name: TimelineCell(looks[action.kind], action.revision)
        for action in wave.actions
        if action.kind in looks and action.name in shown
    }


def _settled(now: Mapping[str, TimelineCell], never: set[str]) -> dict[str, TimelineCell]:
    """Returns the cells of the next moment: a stopping pod is deleted, a starting pod is Ready."""
    settled = {}
    for name, cell in now.items():
        if cell.look == "starting":
            settled[name] = cell._replace(look="unready" if name in never else "ready")
        elif cell.look != "stopping":
            settled[name] = cell
    return settled
