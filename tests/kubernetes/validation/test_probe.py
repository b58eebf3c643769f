"""Probes and their handlers."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation import probe
from tests.support.trees import shown, tree


def faults(kind: str, body: str) -> list[tuple[str, str]]:
    node = tree(f"{kind}: {{{body}}}").get(kind)
    check = probe.validate_readiness_probe if kind == "readinessProbe" else probe.validate_liveness_probe
    return [(path.removeprefix(f"{kind}."), rule) for path, rule in shown(check(node))]


@pytest.mark.parametrize(
    "body",
    [
        "exec: {command: [true]}",
        "httpGet: {port: 80}",
        "httpGet: {port: http, path: '', scheme: '', httpHeaders: [{name: X-A, value: ''}]}",
        "tcpSocket: {port: 80}, grpc: null",
        "grpc: {port: 80, service: ''}",
        "grpc: {port: 80}, periodSeconds: 0, timeoutSeconds: null, failureThreshold: 3, successThreshold: 0",
        "grpc: {port: 80}, terminationGracePeriodSeconds: 1",
    ],
)
def test_probes_accepted(body: str) -> None:
    assert not faults("livenessProbe", body)


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ("periodSeconds: 1", "livenessProbe", "required-field-missing"),
        ("exec: null", "livenessProbe", "required-field-missing"),
        ("exec: {}", "exec.command", "required-field-missing"),
        ("exec: {command: []}", "exec.command", "required-field-missing"),
        ("httpGet: {path: /}", "httpGet.port", "required-field-missing"),
        ("httpGet: {port: 0}", "httpGet.port", "out-of-range"),
        ("httpGet: {port: '80'}", "httpGet.port", "invalid-name"),
        ("httpGet: {port: 80, scheme: https}", "httpGet.scheme", "invalid-enum"),
        ("httpGet: {port: 80, httpHeaders: [{name: a b}]}", "httpGet.httpHeaders", "invalid-name"),
        ("httpGet: {port: 80, httpHeaders: [{value: a}]}", "httpGet.httpHeaders", "invalid-name"),
        ("tcpSocket: {}", "tcpSocket.port", "required-field-missing"),
        ("grpc: {port: 70000}", "grpc.port", "out-of-range"),
        ("grpc: {service: x}", "grpc.port", "required-field-missing"),
        ("exec: {command: [x]}, tcpSocket: {port: 0}", "tcpSocket", "forbidden-field"),
        ("exec: {command: [x]}, initialDelaySeconds: -1", "initialDelaySeconds", "out-of-range"),
        ("exec: {command: [x]}, periodSeconds: -1", "periodSeconds", "out-of-range"),
        ("exec: {command: [x]}, successThreshold: -1", "successThreshold", "out-of-range"),
        ("exec: {command: [x]}, successThreshold: 2", "successThreshold", "out-of-range"),
        (
            "exec: {command: [x]}, terminationGracePeriodSeconds: 0",
            "terminationGracePeriodSeconds",
            "out-of-range",
        ),
    ],
)
def test_probes_refused(body: str, field: str, rule: str) -> None:
    assert faults("livenessProbe", body) == [(field, rule)]


def test_a_readiness_probe_may_ask_for_several_successes() -> None:
    assert not faults("readinessProbe", "tcpSocket: {port: 1}, successThreshold: 2")


def test_a_readiness_probe_has_no_grace_period() -> None:
    body = "tcpSocket: {port: 1}, terminationGracePeriodSeconds: 5"
    assert faults("readinessProbe", body) == [("terminationGracePeriodSeconds", "forbidden-field")]


def test_of_several_handlers_the_later_ones_are_refused() -> None:
    body = "grpc: {port: 1}, tcpSocket: {port: 1}, httpGet: {port: 1}"
    assert faults("livenessProbe", body) == [("tcpSocket", "forbidden-field"), ("grpc", "forbidden-field")]
