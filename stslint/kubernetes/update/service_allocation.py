"""What the API server fills in and keeps of a Service: addresses, families and the port of health checks.

An address that no manifest names is allocated, and unknown here. One of its family stands for it.

Source: https://kubernetes.io/docs/concepts/services-networking/service/#type-clusterip,
https://kubernetes.io/docs/concepts/services-networking/dual-stack/ and
https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
"""

from __future__ import annotations

from stslint.kubernetes.update.trees import drop, put, put_default, texts
from stslint.kubernetes.validation.service import EXTERNAL_IPS_COUNT_MINOR
from stslint.model import Node

ALLOCATED = {"IPv4": "10.96.0.10", "IPv6": "fd00::10"}
HEALTH_CHECK_PORT = 32100
AFFINITY_SECONDS = 10800


def type_of(spec: Node) -> str:
    """Returns the type of a Service."""
    return spec.get("type").string() or "ClusterIP"


def is_external(spec: Node) -> bool:
    """Returns whether a Service is only another name, so that it has no addresses."""
    return type_of(spec) == "ExternalName"


def uses_node_ports(spec: Node) -> bool:
    """Returns whether a Service has ports on the nodes."""
    return type_of(spec) in ("NodePort", "LoadBalancer")


def needs_health_check(spec: Node) -> bool:
    """Returns whether a Service has a port for health checks."""
    return type_of(spec) == "LoadBalancer" and spec.get("externalTrafficPolicy").string() == "Local"


def is_reached_from_outside(spec: Node, minor: int) -> bool:
    """Returns whether a Service has a traffic policy for requests from outside."""
    by_address = type_of(spec) == "ClusterIP" and bool(spec.get("externalIPs").elements())
    return uses_node_ports(spec) or (by_address and minor >= EXTERNAL_IPS_COUNT_MINOR)


def fill_defaults(spec: Node, minor: int) -> None:
    """Sets what decoding fills in, as far as a later version of the Service meets it."""
    put_default(spec, "type", "ClusterIP", or_empty=True)
    put_default(spec, "sessionAffinity", "None", or_empty=True)
    if spec.get("sessionAffinity").string() == "None":
        drop(spec, "sessionAffinityConfig")
    elif not spec.get("sessionAffinityConfig"):
        put(spec, "sessionAffinityConfig", {"clientIP": {"timeoutSeconds": AFFINITY_SECONDS}})
    if is_reached_from_outside(spec, minor):
        put_default(spec, "externalTrafficPolicy", "Cluster", or_empty=True)
    if not is_external(spec):
        put_default(spec, "internalTrafficPolicy", "Cluster")
    if type_of(spec) == "LoadBalancer":
        put_default(spec, "allocateLoadBalancerNodePorts", True)


def allocate(spec: Node) -> None:
    """Sets the addresses and the port that the API server allocates where they are absent."""
    single = spec.get("clusterIP").string()
    if single and not spec.get("clusterIPs").elements():
        put(spec, "clusterIPs", [single])
    if is_external(spec) or spec.kind != "mapping":
        return
    if needs_health_check(spec) and not spec.get("healthCheckNodePort").integer():
        put(spec, "healthCheckNodePort", HEALTH_CHECK_PORT)
    if not spec.get("ipFamilies").elements():
        first = single or next(iter(texts(spec.get("clusterIPs"))), "")
        put(spec, "ipFamilies", ["IPv6" if ":" in first else "IPv4"])
    if not single and not spec.get("clusterIPs").elements():
        found = [ALLOCATED[family] for family in texts(spec.get("ipFamilies")) if family in ALLOCATED]
        if found:
            put(spec, "clusterIPs", list(found))
            put(spec, "clusterIP", found[0])
    put_default(spec, "ipFamilyPolicy", "SingleStack")


def keep_allocated(before: Node, after: Node) -> None:
    """Sets what is allocated and no longer written, as an update does before it is validated."""
    if not is_external(before) and not is_external(after):
        if not after.get("clusterIP").string():
            put(after, "clusterIP", before.get("clusterIP").string())
        if not after.get("clusterIPs").elements():
            put(after, "clusterIPs", list(texts(before.get("clusterIPs"))))
    both = needs_health_check(before) and needs_health_check(after)
    if both and not after.get("healthCheckNodePort").integer():
        put(after, "healthCheckNodePort", before.get("healthCheckNodePort").integer())


def bring_in_line(before: Node, after: Node) -> None:
    """Makes the list of addresses follow the one address where only that was changed."""
    old, new = before.get("clusterIP").string(), after.get("clusterIP").string()
    listed = texts(before.get("clusterIPs"))
    if listed and not after.get("clusterIPs").elements() and old == new:
        put(after, "clusterIPs", list(listed))
    if old == new or listed != texts(after.get("clusterIPs")):
        return
    if old and not new:
        drop(after, "clusterIPs")
    else:
        put(after, "clusterIPs", [new])


def drop_unused(before: Node, after: Node, minor: int) -> None:
    """Removes what the new type of a Service does not have and the manifest did not change."""
    if not is_external(before) and is_external(after):
        if _same(before, after, "clusterIP", "clusterIPs"):
            drop(after, "clusterIP", "clusterIPs")
        for key in ("ipFamilies", "ipFamilyPolicy"):
            _drop_if_same(before, after, key)
    if uses_node_ports(before) and not uses_node_ports(after):
        _drop_node_ports(before, after)
    if needs_health_check(before) and not needs_health_check(after):
        _drop_if_same(before, after, "healthCheckNodePort")
    if type_of(before) == "LoadBalancer" and type_of(after) != "LoadBalancer":
        for key in ("allocateLoadBalancerNodePorts", "loadBalancerClass"):
            _drop_if_same(before, after, key)
    if is_reached_from_outside(before, minor) and not is_reached_from_outside(after, minor):
        _drop_if_same(before, after, "externalTrafficPolicy")


def _same(before: Node, after: Node, *keys: str) -> bool:
    return all(before.get(key).plain() == after.get(key).plain() for key in keys)


def _drop_if_same(before: Node, after: Node, key: str) -> None:
    if _same(before, after, key):
        drop(after, key)


def _drop_node_ports(before: Node, after: Node) -> None:
    ports = after.get("ports").elements()
    known = {port.get("nodePort").integer() for port in before.get("ports").elements()}
    if {port.get("nodePort").integer() for port in ports} <= {0, *known}:
        for port in ports:
            drop(port, "nodePort")
