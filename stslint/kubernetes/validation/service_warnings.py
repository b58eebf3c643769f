"""What the API server warns about in a Service that it accepts.

Source: https://kubernetes.io/blog/2020/09/03/warnings/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation.address_warnings import warn_of_address, warn_of_block
from stslint.kubernetes.validation.service_spec import ServiceSpec, service_spec
from stslint.kubernetes.validation.whole_object import warning
from stslint.model import Node, Problem

HINTS_ANNOTATION = "service.kubernetes.io/topology-aware-hints"

# The first minor that warns about each.
FIRST_MINOR = 27
IGNORED_MINOR = 28
HEADLESS_MINOR = 34
PREFER_CLOSE_MINOR = 35
EXTERNAL_IPS_MINOR = 36


def warn_of_service(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a Service that has no problems."""
    if minor < FIRST_MINOR:
        return
    hints = root.get("metadata").get("annotations").get(HINTS_ANNOTATION)
    if hints.present:
        help = "use `service.kubernetes.io/topology-mode`"
        yield warning(hints, f"the annotation `{HINTS_ANNOTATION}` is deprecated", help=help)
    spec = service_spec(root.get("spec"))
    yield from _of_addresses(spec, minor)
    if minor >= IGNORED_MINOR:
        yield from _of_types(spec)
    if minor >= HEADLESS_MINOR and _headless(spec):
        yield from _of_headless(spec.node)
    if minor >= EXTERNAL_IPS_MINOR:
        yield from _of_external_ips(spec)
    distribution = spec.node.get("trafficDistribution")
    if minor >= PREFER_CLOSE_MINOR and distribution.string() == "PreferClose":
        yield warning(distribution, "`PreferClose` is deprecated", help="use `PreferSameZone`")


def _headless(spec: ServiceSpec) -> bool:
    return spec.type == "ClusterIP" and spec.headless


def _of_addresses(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    if not spec.headless and spec.type != "ExternalName":
        for index, node in enumerate(spec.cluster_ips):
            yield from warn_of_address(node, minor, f"spec.clusterIPs[{index}]")
    for node in spec.node.get("externalIPs").elements():
        yield from warn_of_address(node, minor)
    balancer = spec.node.get("loadBalancerIP")
    if balancer.string():
        yield from warn_of_address(balancer, minor)
    for node in spec.node.get("loadBalancerSourceRanges").elements():
        yield from warn_of_block(node, minor)


def _of_types(spec: ServiceSpec) -> Iterator[Problem]:
    external_ips, name = spec.node.get("externalIPs"), spec.node.get("externalName")
    if spec.type == "ExternalName" and external_ips.elements():
        yield warning(external_ips, "`externalIPs` has no effect in a Service of type `ExternalName`")
    if spec.type != "ExternalName" and name.string():
        message = "`externalName` only has an effect in a Service of type `ExternalName`"
        yield warning(name, message, help="remove it, or set `type: ExternalName`")


def _of_headless(spec: Node) -> Iterator[Problem]:
    for key in ("loadBalancerIP", "externalIPs"):
        node = spec.get(key)
        if node.value not in ("", None, []):
            yield warning(node, f"`{key}` has no effect in a headless Service")
    affinity = spec.get("sessionAffinity")
    if affinity.string() not in ("", "None"):
        message = "`sessionAffinity` has no effect in a headless Service"
        yield warning(affinity, message, field="spec.SessionAffinity")


def _of_external_ips(spec: ServiceSpec) -> Iterator[Problem]:
    node = spec.node.get("externalIPs")
    if node.elements() and not _headless(spec) and spec.type != "ExternalName":
        yield warning(node, "`externalIPs` is deprecated, and clusters can stop implementing it")
