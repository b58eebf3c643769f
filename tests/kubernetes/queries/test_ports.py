"""Ports of pods that are for clients."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.ports import works_alone
from tests.support.manifests import object_of, stateful_set


@pytest.mark.parametrize(
    ("replicas", "containers", "alone"),
    [
        (1, "{name: a}", True),
        (0, "{name: a}", True),
        (2, "{name: a}", False),
        (1, "{name: a, ports: [{name: metrics, containerPort: 1}, {name: healthz, containerPort: 2}]}", True),
        (1, "{name: a, ports: [{name: web, containerPort: 1}]}", False),
        (1, "{name: a, ports: [{containerPort: 1}]}", False),
        (1, "{name: a}, {name: b, ports: [{name: web, containerPort: 1}]}", False),
        (2, "{name: a, ports: [{name: web, containerPort: 1}]}", False),
        (1, "", False),
    ],
)
def test_one_pod_without_a_port_for_clients_works_alone(replicas: int, containers: str, alone: bool) -> None:
    spec = f"{{replicas: {replicas}, template: {{spec: {{containers: [{containers}]}}}}}}"
    assert works_alone(object_of(stateful_set("db", spec))) is alone
