"""What a symptom of a pod is, and what can be done about its cause."""

from __future__ import annotations

from typing import Any, Literal

from stslint.runtime.namedtuple import NamedTuple

Scope = Literal["template", "pod", "node", "claim", "quota", "finalizer"]
"""What has to change: the pod template, something of this one pod, its node, its claim or a quota."""

Renewed = Literal["", "pod", "claim"]
"""What loses the cause when it is recreated: the pod, or its claims together with the pod."""


FAILED_UPDATE = "FailedUpdate"
"""The reason of a pod whose update the API server refuses."""


class Remedy(NamedTuple):
    """Something that a person can do about a cause, outside of the pod template. ``loses`` is its price."""

    title: str
    commands: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    risk: int = 0


class Symptom(NamedTuple):
    """Why a pod will not get Ready. ``starts``: its containers run, or at least have been started.

    ``claims`` are the PersistentVolumeClaims that have to be recreated if ``renewed`` is ``claim``.
    """

    reason: str
    text: str
    scope: Scope
    starts: bool = False
    remedy: Remedy | None = None
    renewed: Renewed = ""
    claims: tuple[str, ...] = ()


def shortened(message: Any) -> str:
    """Returns a message as the end of a sentence, ``: message``; nothing if there is none."""
    text = " ".join(str(message or "").split())
    return f": {text[:160]}{'...' if len(text) > 160 else ''}" if text else ""
