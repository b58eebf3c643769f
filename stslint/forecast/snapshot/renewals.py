"""Acts that lose a cause by recreating what has it: the pod, its claims, or the StatefulSet around its pods.

The cause does not come back with the new object, so such an act ends with ``heal-pod`` when it is played.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from stslint.forecast.moves import names
from stslint.forecast.snapshot.act import Act, kubectl, pods_of, steps_of
from stslint.forecast.snapshot.playing import Played, Step
from stslint.forecast.snapshot.symptom import Symptom
from stslint.planner import live_objects as live
from stslint.planner.live_claims import place_of
from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import POLICY


def renewals(played: Played) -> Iterator[Act]:
    """Yields the acts that recreate all pods, or all claims, that have a cause which goes with them."""
    found = {
        live.ordinal_name(pod)[1]: symptoms[0]  # type: ignore[index]
        for pod, symptoms in played.observed.symptoms.items()
        if symptoms[0].renewed and pod not in played.observed.refused
    }
    if not found:
        return
    claims = {ordinal: symptom for ordinal, symptom in found.items() if symptom.renewed == "claim"}
    act = _recreate_claims(played, claims) if claims else None
    pods = [ordinal for ordinal in found if ordinal not in claims]
    if pods:
        deleted = _recreate_pods(played, pods)
        act = act.with_pods(deleted) if act else deleted
    if act:
        yield act


def _recreate_pods(played: Played, ordinals: Sequence[int]) -> Act:
    pods = pods_of(played, ordinals)
    steps = (*steps_of("delete-pod", ordinals), *steps_of("heal-pod", ordinals))
    parts = frozenset(f"delete {pod}" for pod in pods)
    command = kubectl(played, f"delete pod {' '.join(pods)}")
    return Act(f"delete {names(pods)}", 10 * len(pods), steps, parts, (command,))


def _recreate_claims(played: Played, found: dict[int, Symptom]) -> Act:
    """Returns the deletion of claims with their pods; the pods use the claims, so kubectl must not wait."""
    claims = [name for symptom in found.values() for name in symptom.claims]
    pods = _recreate_pods(played, list(found))
    steps: list[Step] = []
    for name in claims:
        template, ordinal = place_of(name, played.observed.snapshot.name) or ("", 0)
        steps.append({"op": "delete-claim", "ordinal": ordinal, "template": template})
    command = kubectl(played, f"delete pvc {' '.join(claims)} --wait=false")
    whole = Act(
        f"delete the PersistentVolumeClaim {names(claims)}", 40, tuple(steps), frozenset(claims), (command,)
    )
    lost = (f"the data in {names(claims)}: the new volume is empty",)
    return whole.with_pods(pods)._replace(loses=lost)


def recreated_parallel(played: Played) -> Iterator[Act]:
    """Yields Parallel for members that wait for each other: one runs, and others are not created."""
    stored, end = played.rest.cluster.set, played.rest.plan.end
    if stored is None or not stored.spec.ordered or not _first_waits(played) or not end.remaining.create:
        return
    name, assume = played.observed.snapshot.name, played.observed.snapshot.assume
    manifest = json.dumps(with_value(stored.manifest, POLICY, "Parallel"))
    steps: tuple[Step, ...] = (
        {"op": "delete", "cascade": "orphan"},
        {"op": "apply", "manifest": manifest},
        {"op": "heal"},
        *steps_of("heal-pod", assume.not_ready_ordinals),
    )
    title = (
        "recreate the StatefulSet with `podManagementPolicy: Parallel`, if the pod waits for its peers: "
        "apply the manifest after the deletion"
    )
    command = kubectl(played, f"delete statefulset {name} --cascade=orphan")
    loses = ("until the manifest is applied, nobody recreates a pod that fails",)
    yield Act(title, 35, steps, frozenset({"parallel"}), (command,), loses)


def _first_waits(played: Played) -> bool:
    """Returns whether the only pods that it waits for run, and get Ready only by themselves."""
    waits = played.rest.plan.end.blocked_on
    symptoms = [played.observed.symptoms.get(pod, ()) for pod in waits]
    return bool(waits) and all(found and found[0].reason in ("Unhealthy", "NotReady") for found in symptoms)
