"""Validation of a pod template, except for its labels' and annotations' form.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation.affinity import validate_affinity
from stslint.kubernetes.validation.container import validate_containers
from stslint.kubernetes.validation.dns import (
    validate_dns_config,
    validate_dns_policy,
    validate_host_aliases,
    validate_hostname_override,
)
from stslint.kubernetes.validation.pod_annotations import (
    validate_pod_annotations,
    validate_profile_annotations,
)
from stslint.kubernetes.validation.pod_resources import validate_overhead, validate_pod_resources
from stslint.kubernetes.validation.pod_rules import (
    validate_ephemeral_containers,
    validate_node_selector,
    validate_object_name,
    validate_preemption_policy,
    validate_readiness_gates,
    validate_resource_claims,
    validate_runtime_class_name,
    validate_scheduling_gates,
    validate_service_account,
)
from stslint.kubernetes.validation.pod_security import (
    validate_host_users,
    validate_pod_security_context,
    validate_share_process_namespace,
)
from stslint.kubernetes.validation.pod_system import validate_host_process, validate_system
from stslint.kubernetes.validation.tolerations import validate_tolerations
from stslint.kubernetes.validation.topology_spread import validate_topology_spread_constraints
from stslint.kubernetes.validation.volumes import validate_volumes
from stslint.model import Node, Problem

Check = Callable[[Node], Iterator[Problem]]


def validate_pod_template_spec(
    template: Node, minor: int, claim_names: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yields what the API server refuses in a StatefulSet's pod template, at the paths of 1.34 and later.

    ``claim_names`` are the names of the StatefulSet's claim templates, each once, in order. Earlier servers
    only need ``validate_pod_annotations``.
    """
    if template.get("metadata").get("annotations"):
        yield from validate_pod_annotations(template)
        yield from validate_profile_annotations(template)
    yield from validate_pod_spec(template.get("spec"), minor, claim_names)


def validate_pod_spec(spec: Node, minor: int, claim_names: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Yields what the API server refuses in a pod's ``spec`` within a StatefulSet."""
    problems, volumes = validate_volumes(spec.get("volumes"), minor, claim_names)
    yield from problems
    yield from validate_containers(spec, minor, volumes)
    for key, node in spec.entries().items():
        if not node:
            continue
        check = _CHECKS.get(key)
        if check is not None:
            yield from check(node)
        elif key in _CHECKS_WITH_POD:
            yield from _CHECKS_WITH_POD[key](node, spec, minor)
    yield from validate_host_process(spec)


_CHECKS: dict[str, Check] = {
    "affinity": validate_affinity,
    "ephemeralContainers": validate_ephemeral_containers,
    "nodeName": validate_object_name,
    "nodeSelector": validate_node_selector,
    "overhead": validate_overhead,
    "preemptionPolicy": validate_preemption_policy,
    "priorityClassName": validate_object_name,
    "readinessGates": validate_readiness_gates,
    "resourceClaims": validate_resource_claims,
    "runtimeClassName": validate_runtime_class_name,
    "serviceAccountName": validate_object_name,
    "schedulingGates": validate_scheduling_gates,
    "tolerations": validate_tolerations,
    "topologySpreadConstraints": validate_topology_spread_constraints,
}

# The checks that need the pod's other fields, or the version.
_CHECKS_WITH_POD: dict[str, Callable[[Node, Node, int], Iterator[Problem]]] = {
    "dnsConfig": lambda node, _, minor: validate_dns_config(node, minor),
    "dnsPolicy": lambda _, spec, __: validate_dns_policy(spec),
    "hostAliases": lambda node, _, minor: validate_host_aliases(node, minor),
    "hostnameOverride": lambda _, spec, minor: validate_hostname_override(spec, minor),
    "hostUsers": lambda node, spec, _: validate_host_users(node, spec),
    "os": lambda node, spec, _: validate_system(node, spec),
    "resources": validate_pod_resources,
    "securityContext": validate_pod_security_context,
    "serviceAccount": lambda node, spec, _: validate_service_account(node, spec),
    "shareProcessNamespace": validate_share_process_namespace,
}
