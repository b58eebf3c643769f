"""Validation of a Service.

Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.kubernetes.validation.service_addresses import (
    validate_cluster_ips,
    validate_external_ips,
    validate_source_ranges,
)
from stslint.kubernetes.validation.service_ports import (
    HIGHEST_PORT,
    LOWEST_PORT,
    validate_service_ports,
)
from stslint.kubernetes.validation.service_spec import TYPES, ServiceSpec, service_spec
from stslint.kubernetes.validation.service_warnings import HINTS_ANNOTATION
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

AFFINITIES = ("None", "ClientIP")
LONGEST_AFFINITY = 86400
TRAFFIC_POLICIES = ("Cluster", "Local")
DISTRIBUTIONS = ("PreferClose", "PreferSameZone", "PreferSameNode")
TOPOLOGY_ANNOTATION = "service.kubernetes.io/topology-mode"

# https://kep.k8s.io/5311, https://kep.k8s.io/4444, https://kep.k8s.io/3015, https://kep.k8s.io/2433
DIGIT_FIRST_NAME_MINOR = 36
DISTRIBUTION_MINOR = 31
SAME_ZONE_MINOR = 34
TOPOLOGY_MINOR = 27
# From here on, external IPs make a Service reachable from outside, and it gets an external traffic policy.
EXTERNAL_IPS_COUNT_MINOR = 29


def validate_service(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a Service, as the API server sees it after it has allocated an address."""
    metadata = root.get("metadata")
    form = names.dns_label if minor >= DIGIT_FIRST_NAME_MINOR else names.dns_1035_label
    yield from validate_object_meta(metadata, form, minor=minor, generation_kept=True)
    annotations = metadata.get("annotations")
    if minor >= TOPOLOGY_MINOR:
        yield from _topology(annotations)
    spec = service_spec(root.get("spec"))
    yield from _type(spec)
    yield from validate_service_ports(spec, minor)
    yield from fields.labels(spec.node.get("selector"), what="selector")
    yield from _affinity(spec.node)
    yield from validate_cluster_ips(spec, minor)
    yield from validate_external_ips(spec, minor)
    yield from validate_source_ranges(spec, annotations, minor)
    yield from _load_balancer_fields(spec)
    yield from _traffic(spec, minor)


def _topology(annotations: Node) -> Iterator[Problem]:
    mode, hints = annotations.get(TOPOLOGY_ANNOTATION), annotations.get(HINTS_ANNOTATION)
    if mode.present and hints.present and mode.string() != hints.string():
        message = f"it must have the same value as the deprecated annotation `{HINTS_ANNOTATION}`"
        yield Problem(mode, message, rule="invalid-format", help=f"remove `{HINTS_ANNOTATION}`")


def _type(spec: ServiceSpec) -> Iterator[Problem]:
    node = spec.node.get("type")
    if spec.type not in TYPES:
        yield fields.not_one_of(node, spec.type, TYPES)
    if spec.headless and spec.reached_from_outside:
        message = f"a Service of type `{spec.type}` cannot be headless"
        help = "remove `clusterIP: None`, or set `type: ClusterIP`"
        where = "spec.clusterIPs[0]"
        yield Problem(spec.cluster_ips[0], message, rule="forbidden-field", help=help, field=where)
    if spec.type == "ExternalName":
        name = spec.node.get("externalName")
        text = name.string().removesuffix(".")
        fault = names.dns_subdomain(text) if text else ""
        if fault:
            yield fields.bad_name(name, text, fault)
        elif not text:
            yield fields.missing(name, "set the DNS name that this Service is an alias of")


def _affinity(spec: Node) -> Iterator[Problem]:
    affinity = spec.get("sessionAffinity")
    yield from fields.enum(affinity, AFFINITIES, default="None")
    if affinity.string() == "ClientIP":
        seconds = spec.get("sessionAffinityConfig").get("clientIP").get("timeoutSeconds")
        yield from fields.in_range(seconds, 1, LONGEST_AFFINITY)


def _load_balancer_fields(spec: ServiceSpec) -> Iterator[Problem]:
    balanced = spec.type == "LoadBalancer"
    why = "can only be set on a Service of type `LoadBalancer`"
    class_name, allocate = spec.node.get("loadBalancerClass"), spec.node.get("allocateLoadBalancerNodePorts")
    if allocate and not balanced:
        yield fields.forbidden(allocate, why)
    if not class_name:
        return
    fault = names.qualified_name(class_name.string()) if balanced else ""
    if not balanced:
        yield fields.forbidden(class_name, why)
    elif fault:
        yield fields.bad_name(class_name, class_name.string(), fault)


def _traffic(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    yield from _external_policy(spec, minor)
    yield from _health_check_port(spec)
    internal = spec.node.get("internalTrafficPolicy")
    if internal and internal.string() not in TRAFFIC_POLICIES:
        yield fields.not_one_of(internal, internal.string(), TRAFFIC_POLICIES)
    distribution = spec.node.get("trafficDistribution")
    if distribution and minor >= DISTRIBUTION_MINOR:
        allowed = DISTRIBUTIONS if minor >= SAME_ZONE_MINOR else DISTRIBUTIONS[:1]
        if distribution.string() not in allowed:
            yield fields.not_one_of(distribution, distribution.string(), allowed)


def _external_policy(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    policy = spec.node.get("externalTrafficPolicy")
    if not policy.string():
        return
    by_address = spec.type == "ClusterIP" and bool(spec.node.get("externalIPs").elements())
    if spec.reached_from_outside or (by_address and minor >= EXTERNAL_IPS_COUNT_MINOR):
        yield from fields.enum(policy, TRAFFIC_POLICIES)
    else:
        help = "remove it, or set `type: LoadBalancer` or `type: NodePort`"
        yield fields.forbidden(
            policy, "can only be set on a Service that is reachable from outside the cluster", help=help
        )


def _health_check_port(spec: ServiceSpec) -> Iterator[Problem]:
    """Yields the problems of the port of health checks, which the API server allocates if it is needed."""
    port = spec.node.get("healthCheckNodePort")
    if not port.integer():
        return
    if spec.type == "LoadBalancer" and spec.node.get("externalTrafficPolicy").string() == "Local":
        yield from fields.in_range(port, LOWEST_PORT, HIGHEST_PORT)
    else:
        why = "can only be set with `type: LoadBalancer` and `externalTrafficPolicy: Local`"
        yield fields.forbidden(port, why)
