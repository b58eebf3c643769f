"""Lifecycle hooks."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation import lifecycle
from tests.support.trees import shown, tree


def faults(body: str, grace_period: int = 30) -> list[tuple[str, str]]:
    return shown(lifecycle.validate_lifecycle(tree(f"lifecycle: {{{body}}}").get("lifecycle"), grace_period))


@pytest.mark.parametrize(
    "body",
    [
        "preStop: {exec: {command: [x]}}, postStart: {httpGet: {port: 80}}",
        "preStop: {sleep: {seconds: 0}}",
        "preStop: {sleep: {seconds: 30}}",
        "preStop: null",
        "stopSignal: SIGNONSENSE",
    ],
)
def test_hooks_accepted(body: str) -> None:
    assert not faults(body)


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ("preStop: {}", "preStop", "required-field-missing"),
        ("postStart: {grpc: {port: 80}}", "postStart", "required-field-missing"),
        ("preStop: {exec: {}}", "preStop.exec.command", "required-field-missing"),
        ("preStop: {sleep: {seconds: 31}}", "preStop.sleep", "out-of-range"),
        ("preStop: {sleep: {seconds: -1}}", "preStop.sleep", "out-of-range"),
        ("preStop: {exec: {command: [x]}, sleep: {seconds: 99}}", "preStop.sleep", "forbidden-field"),
    ],
)
def test_hooks_refused(body: str, field: str, rule: str) -> None:
    assert faults(body) == [(f"lifecycle.{field}", rule)]


def test_a_sleep_fits_into_the_pods_grace_period() -> None:
    assert not faults("preStop: {sleep: {seconds: 99}}", grace_period=99)
    assert faults("preStop: {sleep: {seconds: 1}}", grace_period=0)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("lifecycle: {}", True),
        ("lifecycle: {preStop: {}}", True),
        ("lifecycle: {stopSignal: SIGTERM, preStop: {}}", True),
        ("lifecycle: {stopSignal: SIGTERM}", False),
        ("lifecycle: {stopSignal: SIGTERM, preStop: null}", False),
        ("lifecycle: null", False),
        ("name: x", False),
    ],
)
def test_a_stop_signal_alone_is_dropped(text: str, seen: bool) -> None:
    assert lifecycle.has_lifecycle(tree(text)) is seen
