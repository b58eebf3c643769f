"""Why a pod will not get Ready, as its status, its claims, its node and the events say, in order of cause.

Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ and
https://kubernetes.io/docs/tasks/debug/debug-application/debug-statefulset/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.forecast.snapshot.claims import claim_symptoms, mount_symptoms
from stslint.forecast.snapshot.containers import container_symptoms, readiness_symptoms
from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.scheduling import scheduling_symptoms
from stslint.forecast.snapshot.symptom import Remedy, Symptom, shortened
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at
from stslint.planner.releases import Release

_ATTACH = "delete the VolumeAttachment that holds the volume on the former node, once no pod uses it there"
_MOUNTS = {
    "FailedMount": Remedy("make the volume mountable: check the attachment and the node"),
    "FailedMapVolume": Remedy("make the volume mountable: check the attachment and the node"),
    "FailedAttachVolume": Remedy(
        _ATTACH,
        ("kubectl get volumeattachment",),
        ("if the former node still writes to the volume, its file system is damaged",),
    ),
}


def symptoms_of(pod: LiveObject, inventory: Inventory, now: int, release: Release) -> list[Symptom]:
    """Returns why a pod will not get Ready; nothing if no sign of it is there."""
    if live.is_deleted(pod):
        return [*_deletion(pod, inventory, now)]
    if _is_well(pod):
        return [*_node(pod, inventory), *mount_symptoms(pod, inventory)]
    return [
        *mount_symptoms(pod, inventory),
        *claim_symptoms(pod, inventory, release),
        *_node(pod, inventory),
        *scheduling_symptoms(pod, inventory),
        *_mounts(pod, inventory),
        *container_symptoms(pod),
        *readiness_symptoms(pod, inventory, now),
    ]


def _is_well(pod: LiveObject) -> bool:
    """Returns whether a pod is Ready, in which case only its node and its volumes can be wrong."""
    ready = live.conditions_of(pod).get("Ready", {}).get("status")
    return ready == "True" and at(pod, "status.phase") == "Running"


def _deletion(pod: LiveObject, inventory: Inventory, now: int) -> Iterator[Symptom]:
    end = live.seconds(at(pod, "metadata.deletionTimestamp"))
    finalizers = live.sequence(at(pod, "metadata.finalizers"))
    node = str(at(pod, "spec.nodeName") or "")
    if finalizers:
        text = f"it is deleted, and the finalizer `{finalizers[0]}` holds it"
        yield Symptom("Finalizer", text, "finalizer")
    elif _is_lost(node, inventory):
        yield Symptom("NodeLost", f"it is deleted, and its node {node} does not answer", "node")
    elif end is not None and now > end:
        over = now - end
        yield Symptom("Terminating", f"it is Terminating, {over} s past its grace period", "node")


def _is_lost(node: str, inventory: Inventory) -> bool:
    if not node or not inventory.nodes:
        return False
    found = inventory.nodes.get(node)
    return found is None or live.conditions_of(found).get("Ready", {}).get("status", "True") != "True"


def _node(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    node = str(at(pod, "spec.nodeName") or "")
    if _is_lost(node, inventory):
        remedy = Remedy(f"bring node {node} back")
        yield Symptom("NodeNotReady", f"its node {node} is not Ready", "node", starts=True, remedy=remedy)


def _mounts(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    if at(pod, "status.phase") == "Running":
        return
    for event in inventory.events_about(pod):
        reason = str(event.get("reason"))
        if reason in _MOUNTS:
            text = f"a volume cannot be mounted{shortened(event.get('message') or event.get('note'))}"
            yield Symptom(reason, text, "pod", remedy=_MOUNTS[reason])
            return
