"""Which acts free a StatefulSet: those after which, played from its very state, it settles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.forecast.blockers import is_stuck
from stslint.forecast.moves import names
from stslint.forecast.snapshot.act import Act
from stslint.forecast.snapshot.acts import candidates
from stslint.forecast.snapshot.playing import Played
from stslint.planner.state import Cluster
from stslint.planner.step_memory import Stop
from stslint.planner.timeline import PodEnd

MOST_OFFERED = 5

MOST_PLAYED = 80_000
"""How much acts are played in one run: the steps of each, and the pods that are replaced one by one after
them, times the runs of equal pods that each of them looks at.

An act on a thousand pods of two revisions takes two thousand, and fourteen acts are tried. Only where
hundreds of pods differ from their neighbors, some acts are not tried.
"""


class Attempts:
    """How much may still be played in a run, by the acts on all of its StatefulSets together."""

    def __init__(self, most: int = MOST_PLAYED) -> None:
        self._left = most
        self.untried = 0
        """How many acts were not tried, of all that were asked for."""

    def allow(self, act: Act, played: Played) -> bool:
        """Returns whether an act is played, and counts it."""
        cost = _work(act, played.start)
        if cost > self._left:
            self.untried += 1
            return False
        self._left -= cost
        return True


def _work(act: Act, start: Cluster) -> int:
    update = start.set.spec.revision if start.set else 0
    runs = start.slots.runs
    old = sum(1 for _, _, slot in runs if slot.pod and slot.pod.revision != update)
    return (len(act.steps) + old) * len(runs)


def freeing_acts(played: Played, attempts: Attempts) -> list[Act]:
    """Returns the acts after which the StatefulSet settles, smallest risk first, each with what it loses."""
    found: list[Act] = []
    tried: set[tuple[frozenset[str], int]] = set()
    for act in sorted(candidates(played), key=lambda each: (each.risk, len(each.steps))):
        kind = (act.parts, len(act.steps))
        if kind in tried or any(other.parts <= act.parts for other in found):
            continue
        tried.add(kind)
        if not attempts.allow(act, played):
            continue
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
    own = [pod.name for pod in restarted if not pod.orphan]
    if own:
        yield f"{names(own)} {'is' if len(own) == 1 else 'are'} restarted"
    others = [pod.name for pod in restarted if pod.orphan]
    if others:
        yield f"{names(others)}, which {'is' if len(others) == 1 else 'are'} not of this StatefulSet"


def _lost_claims(played: Played, stops: Sequence[Stop]) -> list[str]:
    """Returns the claims that are there now and that the act lets go, or replaces by empty ones."""
    there = [claim.name for claim in played.ground.claims]
    left = {claim.name for claim in stops[-1].plan.end.claims}
    actions = [each for stop in stops for wave in stop.plan.waves for each in wave.actions]
    made = {each.name for each in actions if each.kind in ("create-pvc", "delete-pvc")}
    return [name for name in there if name not in left or name in made]


def _restarted(played: Played, act: Act, stops: Sequence[Stop]) -> list[PodEnd]:
    """Returns the pods that are Ready now and that are deleted on the way."""
    there = {pod.name: pod for pod in (*played.before.pods, *played.rest.plan.end.pods)}
    both = (*played.before.pods, *played.rest.plan.end.pods)
    ready = {pod.name for pod in both if pod.ready and not pod.terminating}
    actions = [each for stop in stops for wave in stop.plan.waves for each in wave.actions]
    deleted = {each.name for each in actions if each.kind == "delete-pod"}
    by_hand = {part.removeprefix("delete ") for part in act.parts if part.startswith("delete ")}
    restarted = ready & (deleted | by_hand)
    return [pod for name, pod in there.items() if name in restarted]
