"""Lifecycle hooks of containers.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#lifecycle-1
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation.probe import validate_handler
from stslint.model import Node, Problem

HOOKS = ("postStart", "preStop")
HOOK_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")


def validate_lifecycle(lifecycle: Node, grace_period: int) -> Iterator[Problem]:
    """Yields the problems of a container's hooks; ``grace_period`` is the pod's, in seconds.

    ``stopSignal`` is behind a gate that is off in every release (ContainerStopSignals, alpha since 1.33): the
    API server drops it without reading it.
    """
    for name in HOOKS:
        hook = lifecycle.get(name)
        if hook:
            yield from validate_handler(hook, HOOK_HANDLERS)
            yield from _sleep(hook, grace_period)


def has_lifecycle(container: Node) -> bool:
    """Returns whether the API server sees a lifecycle: one with ``stopSignal`` alone is dropped."""
    lifecycle = container.get("lifecycle")
    if not lifecycle:
        return False
    return not lifecycle.get("stopSignal") or any(lifecycle.get(name) for name in HOOKS)


def _sleep(hook: Node, grace_period: int) -> Iterator[Problem]:
    sleep = hook.get("sleep")
    if not sleep or any(hook.get(handler) for handler in HOOK_HANDLERS if handler != "sleep"):
        return
    seconds = sleep.get("seconds")
    if not 0 <= seconds.integer() <= grace_period:
        limit = f"the pod's `terminationGracePeriodSeconds` ({grace_period})"
        message = f"`sleep.seconds` must be between 0 and {limit}"
        yield Problem(seconds, message, rule="out-of-range", field=sleep.path)
