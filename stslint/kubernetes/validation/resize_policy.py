"""What a container does when its resources are resized in place.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.model import Node, Problem

# The gate InPlacePodVerticalScaling is on from the first; the second refuses what never had an effect.
RESIZE_SINCE = 33
INIT_RESTART_REFUSED_SINCE = 36

RESOURCES = ("cpu", "memory")
POLICIES = ("NotRequired", "RestartContainer")


def validate_resize_policy(policies: Node, minor: int, pod_restart_policy: str) -> Iterator[Problem]:
    """Yields the problems of ``resizePolicy``; most of them are reported at the list."""
    if minor < RESIZE_SINCE:
        return
    seen: set[str] = set()
    for policy in policies.elements():
        resource = policy.get("resourceName").string()
        if resource in seen:
            message = f"duplicate resource `{fields.shorten(resource)}`"
            yield Problem(policy, message, rule="duplicate-entry")
        seen.add(resource)
        yield from _one_of(policy.get("resourceName"), RESOURCES, policies)
        yield from _one_of(policy.get("restartPolicy"), POLICIES, policies)
        if pod_restart_policy == "Never" and policy.get("restartPolicy").string() != "NotRequired":
            message = "`restartPolicy` must be `NotRequired` in a pod that is never restarted"
            yield Problem(policy.get("restartPolicy"), message, rule="invalid-enum", field=policies.path)


def no_restart_of_init_container(policies: Node, minor: int) -> Iterator[Problem]:
    """Yields the policies that would restart an init container, which runs once."""
    if minor < INIT_RESTART_REFUSED_SINCE:
        return
    for policy in policies.elements():
        node = policy.get("restartPolicy")
        if node.string() == "RestartContainer":
            message = "an init container that is not a sidecar cannot be resized by a restart"
            yield Problem(node, message, rule="invalid-enum", help="use `NotRequired`")


def _one_of(node: Node, allowed: tuple[str, ...], policies: Node) -> Iterator[Problem]:
    if node.string():
        yield from fields.enum(node, allowed, field=policies.path)
    else:
        message = f"`{fields.label(node)}` is missing"
        help = f"use {fields.any_of(allowed)}"
        yield Problem(node, message, rule="required-field-missing", help=help, field=policies.path)
