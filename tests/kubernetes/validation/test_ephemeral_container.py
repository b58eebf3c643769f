"""Ephemeral containers of a template."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.ephemeral_container import validate_ephemeral_fields
from tests.support.trees import shown, tree


def faults(text: str, minor: int = 37) -> list[tuple[str, str]]:
    return shown(validate_ephemeral_fields(tree(text), minor, {"web"}))


@pytest.mark.parametrize(
    "text",
    [
        "{image: x, env: [], volumeMounts: [{name: a, mountPath: /a}], securityContext: {}}",
        "{image: x, targetContainerName: web, resources: {}, livenessProbe: null}",
        "{image: x, lifecycle: {stopSignal: SIGTERM}}",
    ],
)
def test_fields_accepted(text: str) -> None:
    assert not faults(text)


@pytest.mark.parametrize(
    ("text", "field", "rule"),
    [
        ("{ports: []}", "ports", "forbidden-field"),
        ("{readinessProbe: {}}", "readinessProbe", "forbidden-field"),
        ("{lifecycle: {}}", "lifecycle", "forbidden-field"),
        ("{resources: {limits: {cpu: 1}}}", "resources", "forbidden-field"),
        ("{restartPolicy: Always}", "restartPolicy", "forbidden-field"),
        ("{volumeMounts: [{subPath: a}]}", "volumeMounts[0].subPath", "forbidden-field"),
        ("{image: ' x'}", "image", "invalid-format"),
        ("{targetContainerName: nope}", "targetContainerName", "mount-without-volume"),
    ],
)
def test_fields_refused(text: str, field: str, rule: str) -> None:
    assert faults(text) == [(field, rule)]


def test_restart_policies_are_dropped_unread_at_first() -> None:
    assert not faults("{restartPolicy: Always, restartPolicyRules: []}", minor=34)
