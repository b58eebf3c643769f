"""Resize policies."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.resize_policy import no_restart_of_init_container, validate_resize_policy
from tests.support.trees import shown, tree


def faults(policies: str, minor: int = 37, pod: str = "Always") -> list[tuple[str, str]]:
    return shown(validate_resize_policy(tree(f"resizePolicy: {policies}").get("resizePolicy"), minor, pod))


GOOD = "{resourceName: cpu, restartPolicy: NotRequired}"


def test_policies_accepted() -> None:
    assert not faults(f"[{GOOD}, {{resourceName: memory, restartPolicy: RestartContainer}}]")


@pytest.mark.parametrize(
    ("policies", "field", "rule"),
    [
        ("[{resourceName: storage, restartPolicy: NotRequired}]", "resizePolicy", "invalid-enum"),
        ("[{resourceName: cpu, restartPolicy: Never}]", "resizePolicy", "invalid-enum"),
        ("[{restartPolicy: NotRequired}]", "resizePolicy", "required-field-missing"),
        ("[{resourceName: cpu}]", "resizePolicy", "required-field-missing"),
        (f"[{GOOD}, {GOOD}]", "resizePolicy[1]", "duplicate-entry"),
    ],
)
def test_policies_refused(policies: str, field: str, rule: str) -> None:
    assert faults(policies) == [(field, rule)]


def test_policies_are_dropped_unread_at_first() -> None:
    assert not faults("[{}]", minor=32)


def test_a_pod_that_is_never_restarted_restarts_no_container() -> None:
    text = "[{resourceName: cpu, restartPolicy: RestartContainer}]"
    assert faults(text, pod="Never") == [("resizePolicy", "invalid-enum")]
    assert not faults(f"[{GOOD}]", pod="Never")


def test_an_init_container_that_runs_once_is_not_restarted() -> None:
    text = "resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}, " + GOOD + "]"
    policies = tree(text).get("resizePolicy")
    found = shown(no_restart_of_init_container(policies, 36))
    assert found == [("resizePolicy[0].restartPolicy", "invalid-enum")]
    assert not shown(no_restart_of_init_container(policies, 35))
