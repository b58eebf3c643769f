"""The fields of a pod's spec outside containers, volumes, scheduling and security.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

PREEMPTION_POLICIES = ("PreemptLowerPriority", "Never")


def validate_object_name(node: Node) -> Iterator[Problem]:
    """Yields a problem if a text that is not empty is not an object name."""
    yield from fields.name(node, names.dns_subdomain)


def validate_service_account(node: Node, spec: Node) -> Iterator[Problem]:
    """Yields a problem if ``serviceAccount``, the older field, is used and is not a name."""
    named = spec.get("serviceAccountName")
    if not named.string():
        yield from fields.name(node, names.dns_subdomain, field=named.path)


def validate_runtime_class_name(node: Node) -> Iterator[Problem]:
    """Yields a problem if ``runtimeClassName`` is present and not a name, even if it is empty."""
    fault = names.dns_subdomain(node.string())
    if fault:
        yield fields.bad_name(node, node.string(), fault)


def validate_preemption_policy(node: Node) -> Iterator[Problem]:
    """Yields a problem if ``preemptionPolicy`` is present and not one of the allowed values."""
    yield from fields.enum(node, PREEMPTION_POLICIES)


def validate_readiness_gates(gates: Node) -> Iterator[Problem]:
    """Yields the problems of ``readinessGates``: condition types, which have the form of label keys."""
    for gate in gates.elements():
        yield from _qualified(gate.get("conditionType"))


def validate_scheduling_gates(gates: Node) -> Iterator[Problem]:
    """Yields the problems of ``schedulingGates``, which the API server reports at the list's element."""
    first: dict[str, Node] = {}
    for gate in gates.elements():
        node = gate.get("name")
        yield from _qualified(node, field=gate.path)
        name = node.string()
        if name in first:
            related = fields.duplicate(node, first[name], name, what="scheduling gate").related
            message = f"duplicate scheduling gate `{fields.shorten(name)}`"
            yield Problem(node, message, rule="duplicate-entry", field=gate.path, related=related)
        first.setdefault(name, node)


def validate_resource_claims(claims: Node) -> Iterator[Problem]:
    """Yields the problems of ``resourceClaims``.

    Source: https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
    """
    first: dict[str, Node] = {}
    for claim in claims.elements():
        node = claim.get("name")
        name = node.string()
        if name in first:
            yield fields.duplicate(node, first[name], name, what="resource claim")
        else:
            yield from fields.required_name(node)
            if name:
                first[name] = node
        yield from _claim_source(claim)


def validate_node_selector(selector: Node) -> Iterator[Problem]:
    """Yields the problems of ``nodeSelector``, a map of labels."""
    yield from fields.labels(selector)


def validate_ephemeral_containers(containers: Node) -> Iterator[Problem]:
    """Yields a problem if there are any: they can only be added to running pods."""
    if containers.elements():
        why = "cannot be in a pod template: `kubectl debug` adds them to a running pod"
        yield fields.forbidden(containers, why)


def _qualified(node: Node, *, field: str = "") -> Iterator[Problem]:
    fault = names.qualified_name(node.string())
    if fault:
        yield fields.bad_name(node, node.string(), fault, field=field)


def _claim_source(claim: Node) -> Iterator[Problem]:
    own, template = claim.get("resourceClaimName"), claim.get("resourceClaimTemplateName")
    if bool(own) == bool(template):
        message = "a resource claim needs either `resourceClaimName` or `resourceClaimTemplateName`"
        yield Problem(claim, message, rule="forbidden-field" if own else "required-field-missing")
    for node in (own, template):
        fault = names.dns_subdomain(node.string()) if node else ""
        if fault:
            yield fields.bad_name(node, node.string(), fault)
