"""Diagnoses as a page that needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from stslint.forecast.snapshot.act import Act
from stslint.forecast.snapshot.diagnosis import Diagnosis
from stslint.report.diagnosis.text import STATES, in_order, next_moves, summary

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { overflow-wrap: anywhere; margin-bottom: 0; }
.state { border-radius: 4px; padding: 0 .5em; color: #fff; background: #555; }
.stuck { background: #b3261e; } .moving { background: #8a5a00; } .settled { background: #146c43; }
code { overflow-wrap: anywhere; } dt { font-weight: 600; } .loses { color: #b3261e; }
@media (prefers-color-scheme: dark) { .loses { color: #ffb4ab; } }
"""


def render(diagnoses: Sequence[Diagnosis]) -> str:
    """Returns the page of diagnoses."""
    blocks = "\n".join("\n".join(_block(each)) for each in in_order(diagnoses))
    title = escape(summary(diagnoses))
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return f"{head}{view}<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n{blocks}\n</body></html>\n"


def _block(each: Diagnosis) -> Iterator[str]:
    state = f'<span class="state {each.state}">{STATES[each.state]}</span>'
    yield f"<section><h2>{escape(each.name)} in {escape(each.namespace)} {state}</h2>"
    yield f"<p>{escape(each.summary)}</p><dl>"
    yield from _terms("Rule", [each.rule] if each.rule else [])
    yield from _terms("Cause", each.causes)
    yield from _terms("Next", list(next_moves(each.moves)))
    if each.acts:
        yield f"<dt>To free it</dt><dd><ol>{''.join(map(_act, each.acts))}</ol></dd>"
    yield from _terms("Assumed", each.notes)
    yield from _terms("Unused", each.idle)
    yield from _terms("Note", each.remarks)
    yield "</dl></section>"


def _terms(label: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"<dt>{label}</dt>{''.join(f'<dd>{escape(text)}</dd>' for text in texts)}"


def _act(act: Act) -> str:
    commands = "".join(f"<br><code>{escape(command)}</code>" for command in act.commands)
    loses = "".join(f'<br><span class="loses">loses: {escape(loss)}</span>' for loss in act.loses)
    return f"<li>{escape(act.title[:1].upper() + act.title[1:])}{commands}{loses}</li>"
