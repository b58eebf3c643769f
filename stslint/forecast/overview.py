"""Several plans at a glance: how many StatefulSets change, how many pods restart, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.forecast import Forecast
from stslint.forecast.moves import Verb
from stslint.forecast.notes import duration
from stslint.forecast.set_plan import Outcome, SetPlan
from stslint.forecast.timing import least_seconds
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import join_and, pluralize

_ORDER: tuple[Outcome, ...] = ("refused", "stuck", "completes", "unchanged")


class Affected(NamedTuple):
    """The pods that a plan restarts, creates and deletes, each once, in the order of the plan."""

    restarted: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


class Overview(NamedTuple):
    """All plans of a run, counted. Times add up to the longest one, as StatefulSets do not wait for another.

    ``shown`` are the plans that a report prints, those that need attention first; ``unchanged`` the others.
    """

    shown: tuple[SetPlan, ...]
    unchanged: tuple[SetPlan, ...]
    restarted: int
    created: int
    deleted: int
    least: int

    def count(self, outcome: Outcome) -> int:
        """Returns how many plans lead there."""
        return sum(each.outcome == outcome for each in (*self.shown, *self.unchanged))


def affected(forecast: Forecast) -> Affected:
    """Returns the pods that a plan touches. A pod that a step deletes and another creates is in both."""
    pods: dict[str, dict[str, None]] = {"restarted": {}, "created": {}, "deleted": {}}
    for view in forecast.views:
        for move in view.moves:
            kind = _kind(move.verb, bool(move.old))
            if kind:
                pods[kind] |= dict.fromkeys(move.pods)
    return Affected(**{kind: tuple(found) for kind, found in pods.items()})


def _kind(verb: Verb, was_there: bool) -> str:
    if verb == "create":
        return "restarted" if was_there else "created"
    return {"replace": "restarted", "delete": "deleted"}.get(verb, "")


def overview(plans: Sequence[SetPlan]) -> Overview:
    """Returns the overview of plans."""
    ordered = sorted(plans, key=lambda plan: _ORDER.index(plan.outcome))
    shown = tuple(plan for plan in ordered if plan.outcome != "unchanged")
    unchanged = tuple(plan for plan in ordered if plan.outcome == "unchanged")
    happening = [plan.forecast for plan in shown if not plan.refused]
    pods = list(map(affected, happening))
    return Overview(
        shown,
        unchanged,
        sum(len(each.restarted) for each in pods),
        sum(len(each.created) for each in pods),
        sum(len(each.deleted) for each in pods),
        max((least_seconds([view.plan for view in each.views]) for each in happening), default=0),
    )


def summary(seen: Overview) -> Iterator[str]:
    """Yields the overview as two sentences: where StatefulSets get to, and what happens to their pods."""
    phrases: dict[Outcome, tuple[str, str]] = {
        "refused": ("is refused", "are refused"),
        "stuck": ("gets stuck", "get stuck"),
        "completes": ("reaches its spec", "reach their spec"),
        "unchanged": ("is unchanged", "are unchanged"),
    }
    counts = [(seen.count(outcome), words) for outcome, words in phrases.items()]
    parts = [f"{count} {one if count == 1 else many}" for count, (one, many) in counts if count]
    total = len(seen.shown) + len(seen.unchanged)
    yield f"{pluralize(total, 'StatefulSet')}: {', '.join(parts)}"
    yield pods_summary(seen)


def pods_summary(seen: Overview) -> str:
    """Returns what happens to the pods of all plans, and how long that takes at least."""
    verbs = (("restart", seen.restarted), ("created", seen.created), ("deleted", seen.deleted))
    parts = [pods_in_words(verb, count) for verb, count in verbs if count]
    if not parts:
        return "no pod is created, deleted or restarted"
    least = f"; at least {duration(seen.least)}" if seen.least else ""
    return f"{join_and(parts)}{least}"


def pods_in_words(verb: str, count: int) -> str:
    """Returns how many pods restart, are created or are deleted: ``1 pod restarts``."""
    if verb == "restart":
        return f"{pluralize(count, 'pod')} {'restarts' if count == 1 else 'restart'}"
    return f"{pluralize(count, 'pod')} {'is' if count == 1 else 'are'} {verb}"
