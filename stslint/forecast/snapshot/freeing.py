"""Which acts free a StatefulSet: those after which, played from its very state, it settles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.blockers import is_stuck
from stslint.forecast.moves import names
from stslint.forecast.snapshot.acts import Act, candidates
from stslint.forecast.snapshot.playing import Played
from stslint.planner.scenario import Stop

MOST_OFFERED = 5


def freeing_acts(played: Played) -> list[Act]:
    """Returns the acts after which the StatefulSet settles, smallest risk first, each with what it loses."""
    found: list[Act] = []
    tried: set[frozenset[str]] = set()
    for act in sorted(candidates(played), key=lambda each: (each.risk, len(each.steps))):
        if act.parts in tried or any(other.parts <= act.parts for other in found):
            continue
        tried.add(act.parts)
        stops = played.then(act.steps)
        if _settles(stops):
            found.append(act._replace(loses=(*_losses(played, act, stops), *act.loses)))
        if len(found) == MOST_OFFERED:
            break
    return found


def _settles(stops: Sequence[Stop]) -> bool:
    done = all(not stop.plan.refused and not stop.error for stop in stops)
    return done and bool(stops) and not is_stuck(stops[-1].plan)


def _losses(played: Played, act: Act, stops: Sequence[Stop]) -> Iterator[str]:
    claims = _lost_claims(played, stops)
    if claims:
        verb = "is" if len(claims) == 1 else "are"
        yield f"{names(claims)} {verb} deleted: the reclaim policy of the volume decides on the data"
    restarted = _restarted(played, act, stops)
    if restarted:
        yield f"{names(restarted)} {'is' if len(restarted) == 1 else 'are'} restarted"


def _lost_claims(played: Played, stops: Sequence[Stop]) -> list[str]:
    """Returns the claims that are there now and that the act lets go, or replaces by empty ones."""
    there = [claim.name for claim in played.rest.plan.end.claims]
    left = {claim.name for claim in stops[-1].plan.end.claims}
    actions = [each for stop in stops for wave in stop.plan.waves for each in wave.actions]
    made = {each.name for each in actions if each.kind in ("create-pvc", "delete-pvc")}
    return [name for name in there if name not in left or name in made]


def _restarted(played: Played, act: Act, stops: Sequence[Stop]) -> list[str]:
    """Returns the pods that are Ready now and that are deleted on the way."""
    ready = {pod.name for pod in played.rest.plan.end.pods if pod.ready and not pod.terminating}
    actions = [each for stop in stops for wave in stop.plan.waves for each in wave.actions]
    deleted = {each.name for each in actions if each.kind == "delete-pod"}
    by_hand = {part.removeprefix("delete ") for part in act.parts if part.startswith("delete ")}
    restarted = ready & (deleted | by_hand)
    return [pod.name for pod in played.rest.plan.end.pods if pod.name in restarted]
