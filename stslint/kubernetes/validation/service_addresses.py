"""Validation of the addresses in a Service: cluster IPs and their families, external IPs, source ranges.

Source: https://kubernetes.io/docs/concepts/services-networking/dual-stack/ and
https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.service_spec import NO_ADDRESS, ServiceSpec
from stslint.kubernetes.values import addresses
from stslint.model import Node, Problem

FAMILIES = ("IPv4", "IPv6")
FAMILY_POLICIES = ("SingleStack", "PreferDualStack", "RequireDualStack")
MOST_CLUSTER_IPS = 2

SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges"

# Before it, the API server reported the list as a whole.
RANGES_ONE_BY_ONE_MINOR = 30


def validate_cluster_ips(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``clusterIP``, ``clusterIPs``, ``ipFamilies`` and ``ipFamilyPolicy``."""
    node = spec.node
    if spec.type == "ExternalName":
        yield from _no_address(spec)
        return
    yield from _same_first(node.get("clusterIP"), node.get("clusterIPs"))
    yield from _families(node.get("ipFamilies"))
    policy = node.get("ipFamilyPolicy")
    if policy and policy.string() not in FAMILY_POLICIES:
        yield fields.not_one_of(policy, policy.string(), FAMILY_POLICIES)
    if len(spec.cluster_ips) > MOST_CLUSTER_IPS:
        message = f"a Service has at most {MOST_CLUSTER_IPS} cluster IPs, one of each IP family"
        yield Problem(node.get("clusterIPs"), message, rule="out-of-range")
    faults = list(_well_formed(spec, minor))
    yield from faults
    if not faults and not spec.headless:
        yield from _of_families(spec)


def validate_external_ips(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``externalIPs``: their form, and ranges that are not reachable from outside."""
    for node in spec.node.get("externalIPs").elements():
        text = node.string()
        fault = addresses.address_fault(text, minor)
        if fault:
            yield Problem(node, f"`{fields.shorten(text)}` {fault}", rule="invalid-format")
            continue
        address = addresses.parse_address(text)
        special = addresses.special_range(address) if address else ""
        if special:
            message = f"`{text}` is a {special} address, which cannot be an external IP"
            yield Problem(node, message, rule="invalid-format")


def validate_source_ranges(spec: ServiceSpec, annotations: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``loadBalancerSourceRanges``, or of the older annotation where that is empty."""
    ranges = spec.node.get("loadBalancerSourceRanges")
    if ranges.elements():
        yield from _for_load_balancers(ranges, spec, "spec.LoadBalancerSourceRanges")
        for index, node in enumerate(ranges.elements()):
            field = "spec.LoadBalancerSourceRanges"
            field += f"[{index}]" if minor >= RANGES_ONE_BY_ONE_MINOR else ""
            yield from _source_range(node, node.string(), minor, field)
        return
    annotation = annotations.get(SOURCE_RANGES_ANNOTATION)
    if annotation.present:
        yield from _for_load_balancers(annotation, spec, annotation.path)
        written = annotation.string().strip()
        for text in written.split(",") if written else ():
            yield from _source_range(annotation, text, minor, annotation.path)


def _no_address(spec: ServiceSpec) -> Iterator[Problem]:
    why = "cannot be set on a Service of type `ExternalName`"
    if spec.cluster_ips:
        used = spec.node.get("clusterIPs") if spec.node.get("clusterIPs").elements() else spec.cluster_ips[0]
        yield Problem(used, f"`{used.key}` {why}", rule="forbidden-field", on="key", field="spec.clusterIPs")
    for key in ("ipFamilies", "ipFamilyPolicy"):
        child = spec.node.get(key)
        if child and child.value != []:
            yield fields.forbidden(child, why)


def _same_first(single: Node, listed: Node) -> Iterator[Problem]:
    elements = listed.elements()
    if not elements:
        return
    if not single.string():
        message = "`clusterIPs` needs `clusterIP` as well, set to its first value"
        help = f"set `clusterIP: {fields.shorten(elements[0].string())}`"
        yield Problem(listed, message, rule="invalid-format", help=help)
    elif single.string() != elements[0].string():
        message = "the first value of `clusterIPs` differs from `clusterIP`"
        yield Problem(listed, message, rule="invalid-format", help="use the same value in both")


def _families(listed: Node) -> Iterator[Problem]:
    for node in listed.elements():
        if node.string() not in FAMILIES:
            yield fields.not_one_of(node, node.string(), FAMILIES)
    yield from fields.duplicates(listed.elements(), what="the family")


def _well_formed(spec: ServiceSpec, minor: int) -> Iterator[Problem]:
    several = len(spec.cluster_ips) > 1
    for index, node in enumerate(spec.cluster_ips):
        text = node.string()
        if index == 0 and text == NO_ADDRESS:
            if several:
                message = "`None` must be the only value of `clusterIPs`"
                yield Problem(node, message, rule="invalid-format", field="spec.clusterIPs")
            continue
        fault = addresses.address_fault(text, minor)
        if fault:
            yield _bad_cluster_ip(node, index, text, fault)


def _bad_cluster_ip(node: Node, index: int, text: str, fault: str) -> Problem:
    none_meant = text.lower() == "none" and index == 0
    return Problem(
        node,
        f"`{fields.shorten(text)}` {fault}",
        rule="invalid-format",
        help="did you mean `None`?" if none_meant else "use an IP address, or `None` for a headless Service",
        field=f"spec.clusterIPs[{index}]",
        fix=fields.replacement(node, NO_ADDRESS, safe=True) if none_meant else None,
    )


def _of_families(spec: ServiceSpec) -> Iterator[Problem]:
    """Yields mismatches of addresses and families; absent families follow from the addresses."""
    found = [_family(node) for node in spec.cluster_ips]
    if len(found) > 1 and len(set(found)) < len(FAMILIES):
        message = "two cluster IPs must be of different families, one IPv4 and one IPv6"
        yield Problem(spec.node.get("clusterIPs"), message, rule="invalid-format")
    asked = spec.node.get("ipFamilies").elements()
    for index, (node, family, wanted) in enumerate(zip(spec.cluster_ips, found, asked, strict=False)):
        if wanted.string() in FAMILIES and wanted.string() != family:
            message = f"`{node.string()}` is an {family} address, but `ipFamilies` has {wanted.string()}"
            yield Problem(node, message, rule="invalid-format", field=f"spec.clusterIPs[{index}]")


def _family(node: Node) -> str:
    address = addresses.parse_address(node.string())
    return address.family if address else ""


def _for_load_balancers(node: Node, spec: ServiceSpec, field: str) -> Iterator[Problem]:
    if spec.type != "LoadBalancer":
        message = f"`{fields.label(node)}` can only be set on a Service of type `LoadBalancer`"
        yield Problem(node, message, rule="forbidden-field", on="key", field=field)


def _source_range(node: Node, text: str, minor: int, field: str) -> Iterator[Problem]:
    text = text.strip()
    fault = addresses.block_fault(text, minor)
    if fault:
        yield Problem(node, f"`{fields.shorten(text)}` {fault}", rule="invalid-format", field=field)
