"""What a plan from a snapshot assumes: which pods never start, never get Ready, or are on a lost node.

A symptom of the template holds for the whole revision, unless another pod of it is Ready.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stslint.forecast.most_pods import MOST_PODS
from stslint.forecast.snapshot.completion import completed
from stslint.forecast.snapshot.creation import lacking, missing_pods, refused_creation
from stslint.forecast.snapshot.inventory import Inventory, Key
from stslint.forecast.snapshot.symptom import Symptom
from stslint.forecast.snapshot.symptoms import symptoms_of
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at
from stslint.planner.releases import Release
from stslint.planner.snapshot_scenario import Assumptions, Snapshot
from stslint.planner.template_of_pod import REVISION_LABEL
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.snapshot.reading import SnapshotError


class Observed(NamedTuple):
    """The snapshot of one StatefulSet: what is there, why pods will not get Ready, and what is assumed.

    ``refused`` are the pods that the API server does not let the controller create.
    """

    key: Key
    snapshot: Snapshot
    symptoms: Mapping[str, Sequence[Symptom]]
    notes: tuple[str, ...]
    refused: tuple[str, ...] = ()


def observe(inventory: Inventory, key: Key, now: int, release: Release) -> Observed:
    """Returns the snapshot of a StatefulSet with what it shows of its pods.

    Raises SnapshotError if it lacks more pods than can be planned.
    """
    _refuse_too_large(inventory, key)
    whole = completed(inventory, key)
    pods = [item for item in whole.items if live.kind_of(item) == "Pod"]
    symptoms = {live.name_of(pod): symptoms_of(pod, inventory, now, release) for pod in pods}
    symptoms = {name: found for name, found in symptoms.items() if found}
    assume = assumptions(pods, symptoms)
    missing = missing_pods(inventory.sets[key], map(live.name_of, pods))
    refusal = refused_creation(inventory, key, missing, now)
    if refusal is None:
        return Observed(key, Snapshot(key[1], whole.items, now, assume), symptoms, whole.notes)
    refused = tuple(f"{key[1]}-{ordinal}" for ordinal in missing)
    assume = _with_refusal(assume, refusal, missing, inventory.sets[key])
    known = {**symptoms, **{pod: [refusal] for pod in refused}}
    return Observed(key, Snapshot(key[1], whole.items, now, assume), known, whole.notes, refused)


def _refuse_too_large(inventory: Inventory, key: Key) -> None:
    wanted, what = lacking(inventory, key), f"StatefulSet {key[1]} in {key[0]}"
    if wanted > MOST_PODS:
        raise SnapshotError(
            f"{what} asks for {wanted:,} pods that are not in the snapshot, and one run plans at most "
            f"{MOST_PODS:,}: scale it down, or name another StatefulSet with --name"
        )


def _with_refusal(
    assume: Assumptions, refusal: Symptom, missing: Sequence[int], found: LiveObject
) -> Assumptions:
    """Returns the assumptions with pods that are not created: by revision if its template is refused."""
    update = str(at(found, "status.updateRevision") or "")
    if refusal.scope == "template" and update:
        return assume._replace(pending_revisions=tuple(sorted({*assume.pending_revisions, update})))
    return assume._replace(not_ready_ordinals=tuple(sorted({*assume.not_ready_ordinals, *missing})))


def assumptions(pods: Sequence[LiveObject], symptoms: Mapping[str, Sequence[Symptom]]) -> Assumptions:
    """Returns what the symptoms of pods make a plan assume."""
    healthy = {_revision(pod) for pod in pods if _is_ready(pod)}
    ordinals: list[int] = []
    lost: list[str] = []
    pending: list[str] = []
    unready: list[str] = []
    for pod in pods:
        name = live.name_of(pod)
        place = live.ordinal_name(name)
        found = symptoms.get(name)
        if not found or place is None:
            continue
        if live.is_deleted(pod):
            lost.append(name)
        elif found[0].scope != "template" or _revision(pod) in healthy or not _revision(pod):
            ordinals.append(place[1])
        elif found[0].starts:
            unready.append(_revision(pod))
        else:
            pending.append(_revision(pod))
    return Assumptions(
        tuple(sorted(set(ordinals))), tuple(sorted(set(unready))), tuple(sorted(set(pending))), tuple(lost)
    )


def _revision(pod: LiveObject) -> str:
    return str(live.labels_of(pod).get(REVISION_LABEL) or "")


def _is_ready(pod: LiveObject) -> bool:
    ready = live.conditions_of(pod).get("Ready", {}).get("status") == "True"
    return ready and not live.is_deleted(pod)
