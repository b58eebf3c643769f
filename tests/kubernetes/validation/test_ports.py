"""Ports: each for itself, names, and host ports over all containers."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation import ports
from tests.support.trees import shown, tree


def faults(text: str) -> list[tuple[str, str]]:
    return shown(ports.validate_ports(tree(text).get("ports")))


@pytest.mark.parametrize(
    "port",
    [
        "containerPort: 80",
        "containerPort: 65535, hostPort: 1, protocol: SCTP, name: http",
        "containerPort: 1, hostPort: 0, protocol: '', name: ''",
        "containerPort: 8080, hostIP: 127.0.0.1, name: a-very-long-na",
    ],
)
def test_ports_accepted(port: str) -> None:
    assert not faults(f"ports: [{{{port}}}]")


@pytest.mark.parametrize(
    ("port", "field", "rule"),
    [
        ("name: http", "containerPort", "required-field-missing"),
        ("containerPort: 0", "containerPort", "required-field-missing"),
        ("containerPort: null", "containerPort", "required-field-missing"),
        ("containerPort: 65536", "containerPort", "out-of-range"),
        ("containerPort: -1", "containerPort", "out-of-range"),
        ("containerPort: 80, hostPort: 70000", "hostPort", "out-of-range"),
        ("containerPort: 80, protocol: tcp", "protocol", "invalid-enum"),
        ("containerPort: 80, name: HTTP", "name", "invalid-name"),
        ("containerPort: 80, name: '8080'", "name", "invalid-name"),
    ],
)
def test_ports_refused(port: str, field: str, rule: str) -> None:
    assert faults(f"ports: [{{{port}}}]") == [(f"ports[0].{field}", rule)]


def test_a_port_name_is_used_once() -> None:
    text = "ports: [{containerPort: 80, name: a}, {containerPort: 81, name: a}, {containerPort: 82, name: b}]"
    assert faults(text) == [("ports[1].name", "duplicate-entry")]


def test_a_protocol_in_lower_case_has_a_safe_fix() -> None:
    (problem,) = ports.validate_ports(tree("ports: [{containerPort: 80, protocol: tcp}]").get("ports"))
    assert problem.fix is not None
    assert problem.fix.safe
    assert problem.fix.edits[0].text == "TCP"


@pytest.mark.parametrize("port", ["80", "65535", "http", "'http'", "8x"])
def test_references_accepted(port: str) -> None:
    assert not shown(ports.valid_port_reference(tree(f"port: {port}").get("port")))


@pytest.mark.parametrize(
    ("port", "rule"),
    [
        ("0", "out-of-range"),
        ("70000", "out-of-range"),
        ("'80'", "invalid-name"),
        ("''", "invalid-name"),
        ("a--b", "invalid-name"),
        ("null", "required-field-missing"),
    ],
)
def test_references_refused(port: str, rule: str) -> None:
    assert shown(ports.valid_port_reference(tree(f"port: {port}").get("port"))) == [("port", rule)]


def test_a_quoted_number_is_unquoted() -> None:
    (problem,) = ports.valid_port_reference(tree("port: '8080'").get("port"))
    assert problem.fix is not None
    assert problem.fix.safe
    assert problem.fix.edits[0].text == "8080"


@pytest.mark.parametrize("text", ["'0080'", "'123456'", "'0'"])
def test_what_is_no_port_number_is_not_unquoted(text: str) -> None:
    (problem,) = ports.valid_port_reference(tree(f"port: {text}").get("port"))
    assert problem.fix is None


def test_host_ports_clash_by_protocol_address_and_number() -> None:
    text = """
    containers:
    - ports: [{hostPort: 80}, {hostPort: 80, protocol: UDP}, {hostPort: 80, hostIP: 10.0.0.1}]
    - ports: [{hostPort: 0}, {hostPort: 81}, {hostPort: 80, protocol: TCP}]
    """
    containers = tree(text).get("containers").elements()
    assert shown(ports.host_port_conflicts(containers)) == [
        ("containers[1].ports[2].hostPort", "duplicate-entry")
    ]


def test_host_ports_equal_the_containers_on_the_hosts_network() -> None:
    container = tree(
        "ports: [{containerPort: 80}, {containerPort: 80, hostPort: 80}, {containerPort: 1, hostPort: 2}]"
    )
    assert shown(ports.host_network_ports(container)) == [("ports[2].hostPort", "out-of-range")]
