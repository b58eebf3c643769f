"""Several plans as one text: the overview, the plans that change something, and the names of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.overview import Overview, summary
from stslint.forecast.set_plan import SetPlan
from stslint.report.terminal_colour import Painter
from stslint.text.sanitize import one_line

_LABEL = 12
_MOST_NAMES = 8


def render(seen: Overview, blocks: Sequence[str], *, colour: bool = False, verbose: bool = False) -> str:
    """Returns the text of plans; ``blocks`` are the texts of those that are shown."""
    paint = Painter(colour)
    head = "\n".join(_head(seen, paint, verbose)) + "\n"
    parts = [head, *blocks]
    if seen.unchanged:
        parts.append(f"{_label('No change', paint)}{_names(seen.unchanged, verbose)}\n")
    return "\n".join(parts)


def _head(seen: Overview, paint: Painter, verbose: bool) -> Iterator[str]:
    first, *rest = summary(seen)
    yield paint(first, "bold")
    yield from rest
    for label, outcome in (("Refused", "refused"), ("Stuck", "stuck")):
        found = [each for each in seen.shown if each.outcome == outcome]
        if found:
            yield f"{_label(label, paint)}{paint(_names(found, verbose), 'error')}"


def _label(label: str, paint: Painter) -> str:
    return paint(f"{label:<{_LABEL}}", "bold")


def _names(plans: Sequence[SetPlan], verbose: bool) -> str:
    shown = plans if verbose else plans[:_MOST_NAMES]
    more = f" and {len(plans) - len(shown)} more (-v names them)" if len(plans) > len(shown) else ""
    return ", ".join(one_line(each.title) for each in shown) + more
