"""What keeps the pods of a workload apart: anti-affinity, spread constraints, ports of the node.

Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ and
https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
"""

from __future__ import annotations

from stslint.kubernetes.queries.objects import all_containers, pod_spec
from stslint.model import Node

HOSTNAME = "kubernetes.io/hostname"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def required_anti_affinity(spec: Node) -> list[Node]:
    """Returns the terms that the scheduler must keep."""
    return spec.at("affinity.podAntiAffinity").get(_REQUIRED).elements()


def anti_affinity_terms(spec: Node) -> list[Node]:
    """Returns the terms that the scheduler must keep, and those that it prefers to meet."""
    if not spec.get("affinity"):
        return []
    preferred = spec.at("affinity.podAntiAffinity").get(_PREFERRED).elements()
    return [*required_anti_affinity(spec), *(weighted.get("podAffinityTerm") for weighted in preferred)]


def spread_constraints(spec: Node) -> list[Node]:
    """Returns the topology spread constraints of a pod's spec."""
    return spec.get("topologySpreadConstraints").elements()


def shares_no_node(root: Node) -> bool:
    """Returns whether two pods cannot run on one node, because both use the same port of it."""
    ports = [port for one in all_containers(root) for port in one.get("ports").elements()]
    on_host = pod_spec(root).get("hostNetwork").boolean()
    return any(port.get("hostPort").integer() or on_host for port in ports)
