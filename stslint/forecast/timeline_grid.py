"""A forecast as a grid: a row for each pod, a column for each moment, the state of the pod in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from stslint.forecast.forecast import Forecast
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
    revision.
    """

    event: str
    number: int
    text: str
    cells: Mapping[str, TimelineCell]
    update: int
    revisions: int = 1


class Grid(NamedTuple):
    """The contents of the picture, and how much of it is hidden."""

    pods: tuple[str, ...]
    columns: tuple[Column, ...]
    hidden_pods: int = 0
    hidden_columns: int = 0


def grid_of(forecast: Forecast) -> Grid:
    """Returns the grid of a forecast; if there are too many pods or moments, the first and last ones."""
    every = _pods(forecast.views)
    shown = _ends(every, MOST_PODS)
    last = len(forecast.views) - 1
    columns = [
        column
        for index, view in enumerate(forecast.views)
        for column in _columns(view, frozenset(shown), forecast.revisions, closed=index == last)
    ]
    kept = _ends(columns, MOST_COLUMNS)
    return Grid(tuple(shown), tuple(kept), len(every) - len(shown), len(columns) - len(kept))


def _ends(items: Sequence[_Item], most: int) -> list[_Item]:
    if len(items) <= most:
        return list(items)
    return [*items[: most // 2], *items[-(most // 2) :]]


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
    yield Column(view.title, 0, begin, now, update, most)
    numbers = {move.wave: move.number for move in reversed(view.moves)}
    for index, wave in enumerate(view.plan.waves):
        if shown.isdisjoint(action.name for action in wave.actions if action.kind in _DONE):
            continue
        now = _settled(now, never)
        now = {**now, **_moved(wave, shown)}
        yield Column("", numbers.get(index, 0), _description(wave), now, update, most)
    end = _rest(view.plan.end, shown)
    if (closed and view.plan.waves) or (not view.plan.waves and end != now):
        yield Column("", 0, "the final state", end, update, most)


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
