"""What the containers of a pod show: why one does not start, ends again and again, or is not Ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.symptom import Remedy, Symptom, shortened
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at, mapping_at

PATIENCE = 600
"""Seconds after which a pod that runs and is not Ready is assumed to stay so."""

_PULL = Remedy("make the image available: push it, or fix `imagePullSecrets`")
_CONFIGURE = Remedy("create the ConfigMap, the Secret or the key that the container needs")
_RUN = Remedy("fix what keeps the container from starting, if it is outside of the pod template")
_EXIT = Remedy("fix what makes the container exit, if it is outside of the pod template")
_READY = Remedy("fix what keeps the pods from being Ready, if it is outside of the pod template")
_STARTS = frozenset({"CrashLoopBackOff"})
_REMEDIES = {
    "ImagePullBackOff": _PULL,
    "ErrImagePull": _PULL,
    "InvalidImageName": None,
    "ErrImageNeverPull": _PULL,
    "RegistryUnavailable": _PULL,
    "CreateContainerConfigError": _CONFIGURE,
    "CreateContainerError": _RUN,
    "RunContainerError": _RUN,
    "CrashLoopBackOff": _EXIT,
}
OUT_OF_MEMORY = "OOMKilled"


def container_symptoms(pod: LiveObject) -> Iterator[Symptom]:
    """Yields why containers of a pod do not start, or end again and again."""
    for kind, what in (("initContainerStatuses", "init container"), ("containerStatuses", "container")):
        for status in live.sequence(at(pod, f"status.{kind}")):
            waiting = mapping_at(status, "state.waiting") if isinstance(status, dict) else {}
            if str(waiting.get("reason")) in _REMEDIES:
                yield _symptom(f"{what} `{status.get('name')}`", status, waiting)


def _symptom(who: str, status: LiveObject, waiting: LiveObject) -> Symptom:
    reason = str(waiting["reason"])
    text = f"{who} is in {reason}{_after(status)}{shortened(waiting.get('message'))}"
    killed = at(status, "lastState.terminated.reason") == OUT_OF_MEMORY
    remedy = None if killed else _REMEDIES[reason]
    return Symptom(
        OUT_OF_MEMORY if killed else reason, text, "template", starts=reason in _STARTS, remedy=remedy
    )


def _after(status: Any) -> str:
    """Returns how the container ended last, as far as its status says."""
    ended = mapping_at(status, "lastState.terminated")
    if not ended:
        return ""
    reason = f" ({ended['reason']})" if ended.get("reason") not in (None, "Error") else ""
    return (
        f" after {live.number_at(status, 'restartCount')} restarts, exit code {ended.get('exitCode')}{reason}"
    )


def readiness_symptoms(pod: LiveObject, inventory: Inventory, now: int) -> Iterator[Symptom]:
    """Yields why a pod that runs is not Ready: a probe that fails, or a long time."""
    ready = live.conditions_of(pod).get("Ready", {})
    since = live.seconds(ready.get("lastTransitionTime"))
    if at(pod, "status.phase") != "Running" or ready.get("status") == "True" or any(container_symptoms(pod)):
        return
    for event in inventory.events_about(pod):
        if event.get("reason") == "Unhealthy" and now - (since or now) > 60:
            text = f"a probe fails{shortened(event.get('message') or event.get('note'))}"
            yield Symptom("Unhealthy", text, "template", starts=True, remedy=_READY)
            return
    if since is not None and now - since > PATIENCE:
        minutes = (now - since) // 60
        text = f"it runs and has not been Ready for {minutes} min"
        yield Symptom("NotReady", text, "template", starts=True, remedy=_READY)
