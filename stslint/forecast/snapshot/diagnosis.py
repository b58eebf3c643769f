"""Whether a StatefulSet is settled, moving, held on purpose or stuck, why, and what frees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from stslint.forecast.blockers import is_stuck
from stslint.forecast.manifests import Manifests
from stslint.forecast.most_pods import too_many
from stslint.forecast.moves import Move, moves_of, names
from stslint.forecast.snapshot.act import Act
from stslint.forecast.snapshot.assumed import Observed, observe
from stslint.forecast.snapshot.creation import lacking
from stslint.forecast.snapshot.freeing import Attempts, freeing_acts
from stslint.forecast.snapshot.idle import idle_things
from stslint.forecast.snapshot.inventory import Inventory, Key
from stslint.forecast.snapshot.playing import Played, played
from stslint.forecast.snapshot.remarks import remarks
from stslint.forecast.snapshot.symptom import FAILED_UPDATE, Symptom
from stslint.planner import live_objects as live
from stslint.planner.scenario import release_of
from stslint.planner.state import Spec
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.snapshot.reading import SnapshotError
from stslint.text.wording import pluralize

State = Literal["settled", "moving", "held", "stuck"]


class Diagnosis(NamedTuple):
    """The state of one StatefulSet.

    ``waits_for`` are the pods (or claims) that it waits for, ``rule`` is the controller's rule that makes it
    wait. ``causes`` are in order of cause; ``moves`` is what comes next, ``least`` its fewest seconds.
    ``idle`` is what nobody uses, ``remarks`` what is around it and worth knowing.
    """

    namespace: str
    name: str
    state: State
    summary: str
    waits_for: tuple[str, ...] = ()
    rule: str = ""
    causes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    least: int = 0
    acts: tuple[Act, ...] = ()
    notes: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def diagnose(
    inventory: Inventory, key: Key, now: int, version: str, manifests: Manifests, attempts: Attempts
) -> Diagnosis:
    """Returns the diagnosis of one StatefulSet of a snapshot. ``attempts`` are those of the run."""
    release = release_of(version)
    found = played(observe(inventory, key, now, release), version, manifests)
    given = diagnosis_of(found, attempts)
    idle, around = idle_things(inventory, found), remarks(inventory, found)
    return given._replace(idle=tuple(idle), remarks=tuple(around))


def diagnosis_of(found: Played, attempts: Attempts) -> Diagnosis:
    """Returns the diagnosis of a StatefulSet that has been played to its rest."""
    stop, observed = found.rest, found.observed
    stored = found.start.set
    available = "Available" if stored and stored.spec.min_ready else "Ready"
    moves = tuple(
        move
        for move in moves_of(stop.plan, found.before, available)
        if not set(move.pods) <= set(observed.refused)
    )
    base = Diagnosis(*observed.key, "settled", "", notes=_notes(observed), moves=moves, least=_least(moves))
    if stored is None:
        going: State = "moving" if found.before.pods else "settled"
        return base._replace(state=going, summary="the StatefulSet is being deleted, and its pods with it")
    if is_stuck(stop.plan):
        return _stuck(base, found, attempts)
    if moves or found.before.pods != stop.plan.end.pods:
        return base._replace(state="moving", summary=_moving(found))
    held = _held(found)
    return base._replace(state="held" if held else "settled", summary=held or _settled(stored.spec))


def _notes(observed: Observed) -> tuple[str, ...]:
    found: dict[str, list[str]] = {}
    for pod, symptoms in observed.symptoms.items():
        found.setdefault(_assumed(observed, pod, symptoms[0]), []).append(pod)
    return (*observed.notes, *(f"assumed: {names(pods)} {text}" for text, pods in found.items()))


def _assumed(observed: Observed, pod: str, symptom: Symptom) -> str:
    if pod in observed.refused:
        return f"cannot be created: {symptom.text}"
    if pod in observed.snapshot.assume.lost:
        return f"will stay Terminating: {symptom.text}"
    if symptom.reason == FAILED_UPDATE:
        return f"cannot be updated: {symptom.text}"
    return f"will not get Ready by itself: {symptom.text}"


def _least(moves: Sequence[Move]) -> int:
    return sum(move.least for move in moves)


def _moving(found: Played) -> str:
    late = [pod.name for pod in found.before.pods if not pod.ready or pod.terminating]
    return f"it goes on by itself{f'; {names(late)} not Ready yet' if late else ''}"


def _settled(spec: Spec) -> str:
    return f"{spec.replicas} of {spec.replicas} pods are Ready and on the update revision"


def _held(found: Played) -> str:
    """Returns what holds pods on an old revision on purpose, or nothing."""
    stored, end = found.rest.cluster.set, found.rest.plan.end
    old = [pod.name for pod in end.pods if pod.revision != end.update_revision and not pod.orphan]
    if stored is None or not old:
        return ""
    if stored.spec.strategy == "OnDelete":
        return f"OnDelete: {names(old)} {_stay(old)} on the old revision until you delete {_them(old)}"
    partition = stored.spec.partition or 0
    return f"partition {partition}: {names(old)} {_stay(old)} on the old revision until you lower `partition`"


def _stay(pods: Sequence[str]) -> str:
    return "stays" if len(pods) == 1 else "stay"


def _them(pods: Sequence[str]) -> str:
    return "it" if len(pods) == 1 else "them"


def _stuck(base: Diagnosis, found: Played, attempts: Attempts) -> Diagnosis:
    end, before = found.rest.plan.end, attempts.untried
    acts = freeing_acts(found, attempts)
    remaining = {
        "created": end.remaining.create,
        "deleted": end.remaining.delete,
        "updated": end.remaining.update,
    }
    others = {verb: [pod for pod in pods if pod not in end.blocked_on] for verb, pods in remaining.items()}
    waiting = [f"{names(pods)} not {verb}" for verb, pods in others.items() if pods]
    return base._replace(
        state="stuck",
        summary=f"it waits for {names(end.blocked_on) or 'nothing that it will get'}"
        + (f"; {', '.join(waiting)}" if waiting else ""),
        waits_for=end.blocked_on,
        rule=_rule(found),
        causes=tuple(_causes(found)),
        acts=tuple(acts),
        notes=(*base.notes, *_untried(attempts.untried - before)),
    )


def _untried(acts: int) -> Iterator[str]:
    if acts:
        yield f"not tried: {pluralize(acts, 'act')} on many pods at once, which would take too long"


def _rule(found: Played) -> str:
    """Returns the rule of the controller that makes it wait."""
    stored, plan = found.rest.cluster.set, found.rest.plan
    if stored is None:
        return ""
    if plan.livelock:
        return (
            "RollingUpdate without a `rollingUpdate` block: the controller creates and deletes the same pods"
        )
    reason = _reason(found)
    if stored.spec.ordered:
        text = "OrderedReady creates, updates and deletes nothing above the lowest pod that is not Available"
        return f"{text}; {reason}" if reason else text
    return f"Parallel: {reason}" if reason else "Parallel updates within maxUnavailable"


def _reason(found: Played) -> str:
    end, observed = found.rest.plan.end, found.observed
    if set(end.blocked_on) & set(observed.refused):
        return "the API server refuses to create it"
    first = [observed.symptoms[pod][0].reason for pod in end.blocked_on if pod in observed.symptoms]
    if FAILED_UPDATE in first:
        return "its update fails, and an error ends each sync of the controller"
    return end.reason


def _causes(found: Played) -> Iterator[str]:
    symptoms = found.observed.symptoms
    waits_for = found.rest.plan.end.blocked_on
    shared: dict[str, list[str]] = {}
    for pod in dict.fromkeys((*waits_for, *symptoms)):
        for symptom in symptoms.get(pod, ()):
            shared.setdefault(symptom.text, []).append(pod)
    yield from (f"{names(pods)}: {text}" for text, pods in shared.items())
    for other in found.rest.plan.end.pods:
        if other.orphan and other.name in waits_for:
            yield f"{other.name}: the pod belongs to another owner and has the name"
    yield from _claim_causes(found)
    yield from _forced_rollback(found)


def _claim_causes(found: Played) -> Iterator[str]:
    for claim in found.rest.plan.end.claims:
        if claim.terminating:
            yield f"{claim.name}: the PersistentVolumeClaim is being deleted, and a pod still uses it"


def _forced_rollback(found: Played) -> Iterator[str]:
    """Yields that the spec no longer asks for the revision of the pod that it waits for."""
    end, stored = found.rest.plan.end, found.rest.cluster.set
    broken = [p.name for p in end.pods if p.name in end.blocked_on and p.revision != end.update_revision]
    if stored and stored.spec.ordered and broken and not any(pod.orphan for pod in end.pods):
        yield f"{names(broken)}: not on the update revision any more, and OrderedReady does not replace it"


def diagnose_all(inventory: Inventory, now: int, version: str, name: str = "") -> list[Diagnosis]:
    """Returns the diagnoses of all StatefulSets of a snapshot, or of those of one name.

    Raises SnapshotError if they lack too many pods.
    """
    manifests = Manifests()
    keys = [key for key in inventory.sets if name in ("", key[1])]
    lacks = [number for number in (lacking(inventory, key) for key in keys) if number > 0]
    # Of a single one, its own diagnosis says more.
    problem = too_many(lacks, inventory.characters) if len(lacks) > 1 else ""
    if problem:
        raise SnapshotError(f"pods that are not in the snapshot: {problem}")
    attempts = Attempts()
    return [diagnose(inventory, key, now, version, manifests, attempts) for key in sorted(keys)]


def latest(inventory: Inventory) -> int:
    """Returns the latest time in a snapshot, which is the time of the snapshot if nothing else says it."""
    return live.latest_time(list(inventory.items))
