"""A forecast as text: the moves in order, the state after them, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.final_state import revision_name
from stslint.forecast.forecast import Forecast
from stslint.forecast.moves import Move, names
from stslint.forecast.notes import Fact, duration
from stslint.forecast.step_views import StepView
from stslint.report.plan.folding import Fold, folded
from stslint.report.terminal_colour import Painter
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width
from stslint.text.wording import pluralize

_LABEL = 12
_COLOURS = {"bad": "error", "good": "good", "plain": "", "detail": "dim"}


def render(forecast: Forecast, *, place: str = "", colour: bool = False, verbose: bool = False) -> str:
    """Returns the text of a forecast; if ``verbose``, with every move, its reason and every name.

    ``place`` is the file and line of the manifest, where several are planned.
    """
    paint = Painter(colour)
    heading = f"{place}: {forecast.heading}" if place else forecast.heading
    lines = [paint(one_line(heading), "bold"), ""]
    if forecast.opening:
        lines += [*_facts(forecast.opening, paint, verbose), ""]
    alone = len(forecast.views) == 1 and forecast.views[0].op in ("create", "apply")
    for view in forecast.views:
        lines += _view(view, forecast, paint, not alone, verbose)
    lines += _facts(forecast.facts, paint, verbose)
    return "\n".join(lines) + "\n"


def _view(view: StepView, forecast: Forecast, paint: Painter, titled: bool, verbose: bool) -> Iterator[str]:
    if titled:
        yield paint(one_line(view.title[:1].upper() + view.title[1:]), "bold")
    if view.plan.refused:
        yield "     refused: nothing changes"
    rows = list(_rows(view, forecast, verbose))
    wide = max((width(row[1]) for row in rows), default=0)
    for number, text, least in rows:
        yield f"{number:>3}  {text}{' ' * (wide - width(text) + 2)}{paint(least, 'dim')}".rstrip()
    if not rows and not view.plan.refused:
        yield "     no pod is created, deleted or restarted"
    if view.stays:
        yield f"     {one_line(view.stays)}"
    if view.halts:
        yield f"     {paint(one_line(view.halts), 'error')}"
    yield ""


Row = tuple[str, str, str]


def _rows(view: StepView, forecast: Forecast, verbose: bool) -> Iterator[Row]:
    """Yields number, text and least time of each row."""
    for item in folded(view.moves, every=verbose):
        if isinstance(item, Fold):
            yield "", f"... {_folded(item)}", ""
            continue
        least = f">= {duration(item.least)}" if item.least else ""
        yield str(item.number), _move(item, view, forecast), least
        if verbose:
            yield "", f"  {_reason(item)}", ""


def _move(move: Move, view: StepView, forecast: Forecast) -> str:
    return f"{one_line(names(move.pods))}  {describe_move(move, view, forecast.revisions)}"


def describe_move(move: Move, view: StepView, revisions: int) -> str:
    """Returns what happens to the pods of a move, and what it waits for."""
    after = f" once {move.after}" if move.after else ""
    together = " together" if len(move.pods) > 1 else ""
    if move.verb == "create":
        created = "recreated" if move.old else "created"
        return f"{created}{together}{_on_revision(move, view, revisions)}{after}{_failure(move)}"
    if move.verb == "replace":
        apart = " one by one" if move.apart else ""
        recreated = f"recreated{apart}{_on_revision(move, view, revisions)}"
        return f"deleted{together}{after}, {recreated}{_failure(move)}"
    if move.verb == "adopt":
        return f"adopted as {'it is' if len(move.pods) == 1 else 'they are'}{after}"
    if move.verb == "orphan":
        return f"left running without an owner{after}"
    return f"deleted{together}{after}"


def _on_revision(move: Move, view: StepView, revisions: int) -> str:
    """Returns the revision of the new pods, where pods of several revisions are there."""
    name = revision_name(move.new, view.plan.end.update_revision, revisions if view.mixed else 1)
    if not name:
        return ""
    return f" on {name}" if name.startswith("revision") else f" on the {name} revision"


def _failure(move: Move) -> str:
    if not move.fails:
        return ""
    return f", and never {'become' if len(move.pods) > 1 else 'becomes'} Ready"


def _reason(move: Move) -> str:
    stop = f"; up to {duration(move.stop)} to stop" if move.stop else ""
    return f"why: {one_line(move.why)}{stop}"


def _folded(fold: Fold) -> str:
    return f"and so on, {pluralize(fold.left_out, 'more move')} to {one_line(names(fold.last.pods))}"


def _facts(facts: Sequence[Fact], paint: Painter, verbose: bool) -> Iterator[str]:
    label = ""
    for fact in facts:
        if fact.tone == "detail" and not verbose:
            continue
        shown = fact.label if fact.label != label else ""
        label = fact.label
        text = one_line(fact.text)
        colour = _COLOURS[fact.tone]
        head = paint(f"{shown:<{_LABEL}}", "bold") if shown else " " * _LABEL
        yield f"{head}{paint(text, colour) if colour else text}".rstrip()
        if fact.command:
            yield " " * (_LABEL + 2) + paint(one_line(fact.command), "bold")
