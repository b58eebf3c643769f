"""Diagnoses for people: stuck StatefulSets first, each with its cause and what frees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from stslint.forecast.moves import Move, names
from stslint.forecast.notes import duration
from stslint.forecast.snapshot.act import Act
from stslint.forecast.snapshot.diagnosis import Diagnosis, State
from stslint.report.terminal_colour import Painter
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

STATES: dict[State, str] = {
    "stuck": "stuck",
    "moving": "moving",
    "held": "held on purpose",
    "settled": "settled",
}
"""The states in the order of the report, as people read them."""

_COLOURS = {"stuck": "error", "moving": "warning", "held": "", "settled": "good"}
_LABEL = 12
_MOST_MOVES = 6
_VERBS = {"create": "created", "replace": "replaced", "adopt": "adopted", "orphan": "left without an owner"}


def render(diagnoses: Sequence[Diagnosis], *, colour: bool = False, verbose: bool = False) -> str:
    """Returns the text of diagnoses. ``verbose``: settled ones with all that is known, too."""
    paint = Painter(colour)
    ordered = in_order(diagnoses)
    blocks = ["\n".join(_block(each, paint, verbose)) for each in ordered]
    return "\n\n".join([*blocks, summary(diagnoses)]) + "\n"


def in_order(diagnoses: Sequence[Diagnosis]) -> list[Diagnosis]:
    """Returns the diagnoses with the stuck ones first."""
    states = list(STATES)
    return sorted(diagnoses, key=lambda each: (states.index(each.state), each.namespace, each.name))


def summary(diagnoses: Sequence[Diagnosis]) -> str:
    """Returns how many StatefulSets are in which state."""
    count = Counter(each.state for each in diagnoses)
    parts = [f"{count[state]} {words}" for state, words in STATES.items() if count[state]]
    return f"{pluralize(len(diagnoses), 'StatefulSet')}: {', '.join(parts)}"


def _block(each: Diagnosis, paint: Painter, verbose: bool) -> Iterator[str]:
    state = paint(STATES[each.state], _COLOURS[each.state]) if _COLOURS[each.state] else STATES[each.state]
    yield f"{paint(one_line(f'{each.name} in {each.namespace}'), 'bold')}: {state}"
    yield from _lines("", [each.summary], paint)
    if each.rule:
        yield from _lines("Rule", [each.rule], paint)
    yield from _lines("Cause", each.causes, paint)
    if each.state != "settled":
        yield from _lines("Next", list(next_moves(each.moves)), paint)
        if each.state == "moving" and each.least:
            yield from _lines("Time", [f"at least {duration(each.least)}"], paint)
    yield from _acts(each, paint)
    if each.state != "settled" or verbose:
        yield from _lines("Assumed", [note.removeprefix("assumed: ") for note in each.notes], paint)
    yield from _lines("Unused", each.idle, paint)
    yield from _lines("Note", each.remarks, paint)


def _lines(label: str, texts: Sequence[str], paint: Painter) -> Iterator[str]:
    for text in texts:
        yield f"  {paint(f'{label:<{_LABEL}}', 'bold') if label else ' ' * _LABEL}{one_line(text)}"
        label = ""


def next_moves(moves: Sequence[Move]) -> Iterator[str]:
    """Yields what comes next by itself, one line a move."""
    for move in moves[:_MOST_MOVES]:
        after = f" once {move.after}" if move.after else ""
        fails = ", and does not get Ready" if move.fails else ""
        yield f"{names(move.pods)} {_VERBS.get(move.verb, 'deleted')}{after}{fails}"
    if len(moves) > _MOST_MOVES:
        yield f"and {pluralize(len(moves) - _MOST_MOVES, 'more move')}"


def _acts(each: Diagnosis, paint: Painter) -> Iterator[str]:
    if each.state == "stuck" and not each.acts:
        yield from _lines("To free it", ["no single act was found after which it settles"], paint)
    for number, act in enumerate(each.acts, 1):
        yield from _lines("To free it" if number == 1 else "", [f"{number}. {_sentence(act)}"], paint)
        for command in act.commands:
            yield f"  {' ' * (_LABEL + 5)}{paint(one_line(command), 'bold')}"
        for loss in act.loses:
            yield f"  {' ' * (_LABEL + 3)}loses: {one_line(loss)}"


def _sentence(act: Act) -> str:
    return act.title[:1].upper() + act.title[1:]
