"""Restart policies of single containers."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.restart_policy import is_sidecar, validate_restart_policy
from tests.support.trees import shown, tree

RULE = "{action: Restart, exitCodes: {operator: In, values: [1]}}"


def faults(text: str, minor: int = 37, *, init: bool = False) -> list[tuple[str, str]]:
    return shown(validate_restart_policy(tree(text), minor, init=init))


@pytest.mark.parametrize("init", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "name: x",
        "restartPolicy: Always",
        "restartPolicy: Never",
        f"restartPolicy: OnFailure\nrestartPolicyRules: [{RULE}]",
        f"restartPolicy: Always\nrestartPolicyRules: [{RULE.replace('Restart,', 'RestartAllContainers,')}]",
        "restartPolicyRules: []",
    ],
)
def test_policies_accepted(text: str, init: bool) -> None:
    assert not faults(text, init=init)


@pytest.mark.parametrize("init", [False, True])
@pytest.mark.parametrize(
    ("text", "field", "rule"),
    [
        ("restartPolicy: always", "restartPolicy", "invalid-enum"),
        ("restartPolicy: ''", "restartPolicy", "required-field-missing"),
        (f"restartPolicyRules: [{RULE}]", "restartPolicy", "required-field-missing"),
        (
            f"restartPolicy: Never\nrestartPolicyRules: [{', '.join([RULE] * 21)}]",
            "restartPolicyRules",
            "too-long",
        ),
        (
            "restartPolicy: Never\nrestartPolicyRules: [{exitCodes: {operator: In}}]",
            "restartPolicyRules[0].action",
            "required-field-missing",
        ),
        (
            "restartPolicy: Never\nrestartPolicyRules: [{action: Restart}]",
            "restartPolicyRules[0].exitCodes",
            "required-field-missing",
        ),
        (
            "restartPolicy: Never\nrestartPolicyRules: [{action: Restart, exitCodes: {operator: in}}]",
            "restartPolicyRules[0].exitCodes.operator",
            "invalid-enum",
        ),
        (
            "restartPolicy: Never\nrestartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: "
            f"{list(range(256))}}}}}]",
            "restartPolicyRules[0].exitCodes.values",
            "too-long",
        ),
    ],
)
def test_policies_refused(text: str, field: str, rule: str, init: bool) -> None:
    assert faults(text, init=init) == [(field, rule)]


def test_restarting_all_containers_came_later() -> None:
    text = f"restartPolicy: Never\nrestartPolicyRules: [{RULE.replace('Restart,', 'RestartAllContainers,')}]"
    assert faults(text, minor=35) == [("restartPolicyRules[0].action", "invalid-enum")]
    assert not faults(text, minor=36)


def test_a_sidecar_got_rules_later() -> None:
    text = f"restartPolicy: Always\nrestartPolicyRules: [{RULE}]"
    assert faults(text, minor=35, init=True) == [("restartPolicyRules", "forbidden-field")]
    assert not faults(text, minor=36, init=True)


def test_rules_are_dropped_unread_at_first() -> None:
    assert not faults("restartPolicy: sometimes\nrestartPolicyRules: [{}]", minor=34)


def test_a_sidecar_is_restarted_always() -> None:
    assert is_sidecar(tree("restartPolicy: Always"))
    assert not is_sidecar(tree("restartPolicy: OnFailure"))
