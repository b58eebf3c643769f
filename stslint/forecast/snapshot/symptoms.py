"""Why a pod will not get Ready, as its status, its claims, its node and the events say, in order of cause.

Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ and
https://kubernetes.io/docs/tasks/debug/debug-application/debug-statefulset/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from stslint.forecast.snapshot.inventory import Inventory
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at, mapping_at
from stslint.runtime.namedtuple import NamedTuple

Scope = Literal["template", "pod", "node", "claim", "quota", "finalizer"]
"""What has to change: the pod template, something of this one pod, its node, its claim or a quota."""

PATIENCE = 600
"""Seconds after which a pod that runs and is not Ready is assumed to stay so."""

IMAGE = frozenset(
    {"ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable"}
)
CONFIG = frozenset({"CreateContainerConfigError", "CreateContainerError", "RunContainerError"})
CRASH = frozenset({"CrashLoopBackOff"})
MOUNT = frozenset({"FailedMount", "FailedAttachVolume", "FailedMapVolume"})
_DOES_NOT_START = IMAGE | CONFIG


class Symptom(NamedTuple):
    """Why a pod will not get Ready. ``starts``: its containers run, or at least have been started."""

    reason: str
    text: str
    scope: Scope
    starts: bool = False


def symptoms_of(pod: LiveObject, inventory: Inventory, now: int) -> list[Symptom]:
    """Returns why a pod will not get Ready; nothing if no sign of it is there."""
    found = [*_deletion(pod, inventory, now)]
    if live.is_deleted(pod):
        return found
    return [
        *_claims(pod, inventory),
        *_node(pod, inventory),
        *_scheduling(pod),
        *_mounts(pod, inventory),
        *_containers(pod),
        *_late(pod, inventory, now),
    ]


def _deletion(pod: LiveObject, inventory: Inventory, now: int) -> Iterator[Symptom]:
    end = live.seconds(at(pod, "metadata.deletionTimestamp"))
    if not live.is_deleted(pod):
        return
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


def _claims(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    if not inventory.of_kind("PersistentVolumeClaim") or at(pod, "status.phase") == "Running":
        return
    namespace = live.namespace_of(pod)
    claims = inventory.claims_by_name
    for volume in live.sequence(at(pod, "spec.volumes")):
        name = str(at(volume, "persistentVolumeClaim.claimName") or "") if isinstance(volume, dict) else ""
        claim = claims.get((namespace, name)) if name else None
        if name and claim is None:
            yield Symptom("ClaimMissing", f"its PersistentVolumeClaim {name} does not exist", "claim")
        elif claim is not None and live.is_deleted(claim):
            yield Symptom("ClaimTerminating", f"its PersistentVolumeClaim {name} is being deleted", "claim")
        elif claim is not None and at(claim, "status.phase") in ("Pending", "Lost"):
            phase, why = at(claim, "status.phase"), _last_warning(inventory, "PersistentVolumeClaim", claim)
            yield Symptom(f"Claim{phase}", f"its PersistentVolumeClaim {name} is {phase}{why}", "claim")


def _node(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    node = str(at(pod, "spec.nodeName") or "")
    if _is_lost(node, inventory):
        yield Symptom("NodeNotReady", f"its node {node} is not Ready", "node", starts=True)


def _scheduling(pod: LiveObject) -> Iterator[Symptom]:
    scheduled = live.conditions_of(pod).get("PodScheduled", {})
    if scheduled.get("status") == "False":
        message = _short(scheduled.get("message"))
        yield Symptom("Unschedulable", f"no node is found for it{message}", "pod")


def _mounts(pod: LiveObject, inventory: Inventory) -> Iterator[Symptom]:
    if at(pod, "status.phase") == "Running":
        return
    for event in inventory.events("Pod", live.namespace_of(pod), live.name_of(pod)):
        if event.get("reason") in MOUNT and _is_about(event, pod):
            text = f"a volume cannot be mounted{_short(event.get('message') or event.get('note'))}"
            yield Symptom(str(event["reason"]), text, "pod")
            return


def _containers(pod: LiveObject) -> Iterator[Symptom]:
    for status in (
        *live.sequence(at(pod, "status.initContainerStatuses")),
        *live.sequence(at(pod, "status.containerStatuses")),
    ):
        waiting = mapping_at(status, "state.waiting") if isinstance(status, dict) else {}
        reason = str(waiting.get("reason") or "")
        if reason in _DOES_NOT_START | CRASH:
            name = status.get("name")
            what = f"container `{name}` is in {reason}{_after(status)}{_short(waiting.get('message'))}"
            yield Symptom(reason, what, "template", starts=reason in CRASH)


def _after(status: Any) -> str:
    """Returns how the container ended last, as far as its status says."""
    ended = mapping_at(status, "lastState.terminated")
    if not ended:
        return ""
    reason = f" ({ended['reason']})" if ended.get("reason") not in (None, "Error") else ""
    return (
        f" after {live.number_at(status, 'restartCount')} restarts, exit code {ended.get('exitCode')}{reason}"
    )


def _late(pod: LiveObject, inventory: Inventory, now: int) -> Iterator[Symptom]:
    ready = live.conditions_of(pod).get("Ready", {})
    since = live.seconds(ready.get("lastTransitionTime"))
    if at(pod, "status.phase") != "Running" or ready.get("status") == "True" or any(_containers(pod)):
        return
    for event in inventory.events("Pod", live.namespace_of(pod), live.name_of(pod)):
        if event.get("reason") == "Unhealthy" and _is_about(event, pod) and now - (since or now) > 60:
            text = f"a probe fails{_short(event.get('message') or event.get('note'))}"
            yield Symptom("Unhealthy", text, "template", starts=True)
            return
    if since is not None and now - since > PATIENCE:
        minutes = (now - since) // 60
        yield Symptom(
            "NotReady", f"it runs and has not been Ready for {minutes} min", "template", starts=True
        )


def _is_about(event: LiveObject, pod: LiveObject) -> bool:
    """Returns whether an event is about this very pod, not about a former one of its name."""
    uid = at(event, "involvedObject.uid") or at(event, "regarding.uid")
    return not uid or uid == live.uid_of(pod)


def _last_warning(inventory: Inventory, kind: str, item: LiveObject) -> str:
    events = inventory.events(kind, live.namespace_of(item), live.name_of(item))
    return _short(events[-1].get("message") or events[-1].get("note")) if events else ""


def _short(message: Any) -> str:
    text = " ".join(str(message or "").split())
    return f": {text[:160]}{'...' if len(text) > 160 else ''}" if text else ""
