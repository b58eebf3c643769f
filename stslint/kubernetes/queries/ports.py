"""Which ports of a pod are for clients.

Source: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
"""

from __future__ import annotations

from stslint.kubernetes.queries.objects import containers, replicas
from stslint.model import Node

_FOR_THE_NODE = frozenset(("health", "healthcheck", "healthz", "liveness", "liveness-port"))
_FOR_MONITORING = frozenset(("http-metrics", "metrics", "prometheus"))


def client_ports(container: Node) -> list[Node]:
    """Returns the ports without those that, by their name, only the kubelet or Prometheus uses."""
    ports = container.get("ports").elements()
    return [port for port in ports if port.get("name").string() not in _FOR_THE_NODE | _FOR_MONITORING]


def works_alone(stateful_set: Node) -> bool:
    """Returns whether a StatefulSet is one pod without clients, such as a controller of a storage driver."""
    present = containers(stateful_set)
    return bool(present) and replicas(stateful_set) <= 1 and not any(map(client_ports, present))
