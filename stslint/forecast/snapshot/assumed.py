"""What a plan from a snapshot assumes: which pods never start, never get Ready, or are on a lost node.

A symptom of the template holds for the whole revision, unless another pod of it is Ready.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stslint.forecast.snapshot.completion import completed
from stslint.forecast.snapshot.inventory import Inventory, Key
from stslint.forecast.snapshot.symptoms import Symptom, symptoms_of
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.snapshot_scenario import Assumptions, Snapshot
from stslint.planner.template_of_pod import REVISION_LABEL
from stslint.runtime.namedtuple import NamedTuple


class Observed(NamedTuple):
    """The snapshot of one StatefulSet: what is there, why pods will not get Ready, and what is assumed."""

    key: Key
    snapshot: Snapshot
    symptoms: Mapping[str, Sequence[Symptom]]
    notes: tuple[str, ...]


def observe(inventory: Inventory, key: Key, now: int) -> Observed:
    """Returns the snapshot of a StatefulSet with what it shows of its pods."""
    whole = completed(inventory, key)
    pods = [item for item in whole.items if live.kind_of(item) == "Pod"]
    symptoms = {live.name_of(pod): symptoms_of(pod, inventory, now) for pod in pods}
    symptoms = {name: found for name, found in symptoms.items() if found}
    assume = assumptions(pods, symptoms)
    return Observed(key, Snapshot(key[1], whole.items, now, assume), symptoms, whole.notes)


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
