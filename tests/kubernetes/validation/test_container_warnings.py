"""Warnings about containers."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.container_warnings import warn_of_containers
from tests.support.trees import tree


def warnings(container: str, minor: int = 37) -> list[str]:
    problems = list(warn_of_containers(tree(f"containers: [{{{container}}}]"), minor))
    assert all((problem.rule, problem.severity) == ("api-warning", "warning") for problem in problems)
    return [problem.path.removeprefix("containers[0].") for problem in problems]


@pytest.mark.parametrize(
    "container",
    [
        "resources: {limits: {memory: 1Gi, cpu: 100m}, requests: {memory: 1000m}}",
        "env: [{name: A, value: x}, {name: B, value: x}, {name: A, value: $(A):y}]",
        "ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}, {containerPort: 81, name: a}]",
        "ports: [{containerPort: 80, hostPort: 1, hostIP: 10.0.0.1}, {containerPort: 80, hostPort: 2}]",
        "ports: [{containerPort: 8, hostPort: 1, hostIP: a}, {containerPort: 8, hostPort: 1, hostIP: b}]",
    ],
)
def test_nothing_to_warn_of(container: str) -> None:
    assert not warnings(container)


@pytest.mark.parametrize(
    ("container", "fields"),
    [
        ("resources: {limits: {memory: 100m}}", ["resources.limits[memory]"]),
        ("resources: {requests: {ephemeral-storage: 0.5}}", ["resources.requests[ephemeral-storage]"]),
        ("env: [{name: A, value: x}, {name: A, value: z}]", ["env[1]"]),
        ("env: [{name: A, value: x}, {name: A, value: $(A)}]", ["env[1]"]),
        (
            "env: [{name: A, value: x}, {name: A, value: $(A)z, valueFrom: {fieldRef: {fieldPath: x}}}]",
            ["env[1]"],
        ),
        ("ports: [{containerPort: 80, hostIP: 10.0.0.1}]", ["ports[0]"]),
        (
            "ports: [{containerPort: 80}, {containerPort: 80}, {containerPort: 80}]",
            ["ports[1]", "ports[2]", "ports[2]"],
        ),
        ("ports: [{containerPort: 80}, {containerPort: 80, hostPort: 5}]", ["ports[1]"]),
        (
            "ports: [{containerPort: 80, hostPort: 5}, {containerPort: 80, hostPort: 5, hostIP: 10.0.0.1}]",
            ["ports[1]"],
        ),
        ("ports: [{containerPort: 80, name: a}, {containerPort: 81, name: a}]", ["ports[1]"]),
    ],
)
def test_warnings(container: str, fields: list[str]) -> None:
    assert warnings(container) == fields


def test_a_port_is_compared_with_all_containers_init_containers_first() -> None:
    port = "ports: [{containerPort: 80, name: a}]"
    spec = tree(f"containers: [{{name: a, {port}}}]\ninitContainers: [{{name: b, {port}}}]")
    assert [problem.path for problem in warn_of_containers(spec, 37)] == ["containers[0].ports[0]"] * 2


def test_a_thousand_equal_ports_have_one_warning_each_after_the_first_pairs() -> None:
    found = warnings(f"ports: [{', '.join(['{containerPort: 80}'] * 1000)}]")
    assert len(found) == 16 * 15 // 2 + 984
    assert len(set(found)) == 999
    different = ", ".join(f"{{containerPort: 80, hostPort: {number}}}" for number in range(1, 1000))
    assert warnings(f"ports: [{different}]") == []


def test_a_variable_was_warned_of_at_its_name_once() -> None:
    variables = "env: [{name: A, value: x}, {name: A, value: $(A)z}]"
    assert warnings(variables, minor=27) == ["env[1].name"]
    assert not warnings(variables, minor=28)


def test_warnings_about_ports_came_later() -> None:
    ports = "ports: [{containerPort: 80, name: a}, {containerPort: 80, name: a}]"
    assert [len(warnings(ports, minor)) for minor in (27, 28, 32, 33)] == [0, 1, 1, 2]


def test_milli_bytes_have_a_suggestion() -> None:
    spec = tree("containers: [{resources: {limits: {memory: 512m}}}]")
    (problem,) = warn_of_containers(spec, 37)
    assert problem.help == "did you mean `512M` or `512Mi`?"
