"""Ephemeral containers in a template, where they are not allowed.

Source: https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.lifecycle import has_lifecycle
from stslint.kubernetes.validation.resize_policy import RESIZE_SINCE
from stslint.kubernetes.validation.restart_policy import RULES_SINCE
from stslint.model import Node, Problem

# Each field that is refused, with the release from which the API server does not drop it without reading it.
REFUSED = {
    "ports": 0,
    "livenessProbe": 0,
    "readinessProbe": 0,
    "startupProbe": 0,
    "resizePolicy": RESIZE_SINCE,
    "restartPolicy": RULES_SINCE,
    "restartPolicyRules": RULES_SINCE,
}
WHY = "cannot be set for an ephemeral container"


def validate_ephemeral_fields(container: Node, minor: int, targets: Collection[str]) -> Iterator[Problem]:
    """Yields what only an ephemeral container cannot have; ``targets`` are the other containers' names."""
    for key, child in container.entries().items():
        if child and key in REFUSED and minor >= REFUSED[key]:
            yield fields.forbidden(child, WHY)
    if any(container.get("resources").entries().values()):
        yield fields.forbidden(container.get("resources"), WHY)
    if has_lifecycle(container):
        yield fields.forbidden(container.get("lifecycle"), WHY)
    for mount in container.get("volumeMounts").elements():
        for key in ("subPath", "subPathExpr"):
            if mount.get(key).string():
                yield fields.forbidden(mount.get(key), WHY)
    yield from _image(container.get("image"))
    yield from _target(container.get("targetContainerName"), targets)


def _image(node: Node) -> Iterator[Problem]:
    if node.string().strip() != node.string():
        yield Problem(node, "`image` cannot begin or end with whitespace", rule="invalid-format")


def _target(node: Node, targets: Collection[str]) -> Iterator[Problem]:
    if node.string() and node.string() not in targets:
        message = f"this pod has no container `{fields.shorten(node.string())}`"
        yield Problem(node, message, rule="mount-without-volume")
