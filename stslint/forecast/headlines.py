"""What a plan comes to, at a glance: where it leads, which pods restart, how long, and what to type."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.forecast import Forecast
from stslint.forecast.moves import names
from stslint.forecast.notes import Fact, Tone, duration
from stslint.forecast.overview import affected, pods_in_words
from stslint.forecast.set_plan import Outcome, SetPlan
from stslint.forecast.timing import least_seconds
from stslint.runtime.namedtuple import NamedTuple

VERDICTS: dict[Outcome, str] = {
    "refused": "Refused",
    "stuck": "Gets stuck",
    "completes": "Reaches its spec",
    "unchanged": "Nothing changes",
}
_TONES: dict[Outcome, Tone] = {"refused": "bad", "stuck": "bad", "completes": "good", "unchanged": "plain"}
_KEPT = {"Budget": ("kept", "broken"), "Quorum": ("holds", "is lost")}
COVERED = frozenset({"Time", "Budget", "Quorum", "Stuck", "To free it", "If it fails", "Refused"})
"""Labels of the facts that headlines already show."""


class Headline(NamedTuple):
    """One answer: a label, the answer in a few words, and lines that explain it, with commands to type."""

    label: str
    answer: str
    lines: tuple[Fact, ...] = ()
    tone: Tone = "plain"


def headlines(plan: SetPlan) -> Iterator[Headline]:
    """Yields the headlines of a plan, what needs attention first; of a refused change, only why."""
    forecast, outcome = plan.forecast, plan.outcome
    if plan.refused:
        yield Headline("Verdict", f"{VERDICTS['refused']}: nothing happens", tuple(_reasons(plan)), "bad")
        return
    yield Headline("Verdict", VERDICTS[outcome], tuple(_facts(forecast, "After it")), _TONES[outcome])
    yield from _trouble(forecast)
    yield _pods(forecast)
    yield _time(forecast)
    for label, (kept, broken) in _KEPT.items():
        found = tuple(_facts(forecast, label))
        if found:
            bad = any(fact.tone == "bad" for fact in found)
            yield Headline(label, broken if bad else kept, found, "bad" if bad else "good")
    yield from _way_back(forecast)


def _reasons(plan: SetPlan) -> Iterator[Fact]:
    source = plan.document.source.name if plan.document else ""
    for problem in plan.refused:
        yield _plain(f"{source}:{problem.span.line}:{problem.span.column}: {problem.message}")


def _pods(forecast: Forecast) -> Headline:
    pods = affected(forecast)
    happening = [
        (verb, found) for verb, found in zip(("restart", "created", "deleted"), pods, strict=True) if found
    ]
    if not happening:
        return Headline("Pods", "none restarts", (_plain("no pod is created, deleted or restarted"),))
    (verb, first), *others = happening
    lines = (
        _plain(names(first)),
        *(_plain(f"{pods_in_words(verb, len(found))}: {names(found)}") for verb, found in others),
    )
    return Headline("Pods", pods_in_words(verb, len(first)), lines)


def _time(forecast: Forecast) -> Headline:
    least = least_seconds([view.plan for view in forecast.views])
    told = "; ".join(fact.text for fact in _facts(forecast, "Time"))
    first, _, rest = told.partition("; ")
    lines = tuple(map(_plain, filter(None, [rest if least else first, "" if least else rest])))
    return Headline("Least time", duration(least) if least else "not known" if told else "0 s", lines)


def _trouble(forecast: Forecast) -> Iterator[Headline]:
    """Yields which step is refused, and where the plan stops with the way out."""
    refused = tuple(_facts(forecast, "Refused"))
    if refused:
        yield Headline("Refused", "a step is refused", refused, "bad")
    stuck = list(_facts(forecast, "Stuck"))
    if stuck:
        where, colon, why = stuck[0].text.partition(": ")
        at = colon and where.startswith("at ")
        first = stuck[0]._replace(text=why) if at else stuck[0]
        lines = (first, *stuck[1:], *_facts(forecast, "To free it"))
        yield Headline("Where it sticks, and the way back", where if at else "", lines, "bad")


def _way_back(forecast: Forecast) -> Iterator[Headline]:
    """Yields where the plan would stop if its new pods never became Ready, with the way back."""
    fails = tuple(_facts(forecast, "If it fails"))
    if fails:
        yield Headline("If it fails", "", fails)


def _facts(forecast: Forecast, label: str) -> Iterator[Fact]:
    """Yields the facts of a label, without those for verbose output."""
    for fact in (*forecast.opening, *forecast.facts):
        if fact.label == label and fact.tone != "detail":
            yield fact


def _plain(text: str) -> Fact:
    return Fact("", text)
