"""Updates of a Service: its addresses and their families, its load balancer, and the port of health checks.

Source: https://kubernetes.io/docs/concepts/services-networking/dual-stack/ and
https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.update.change import Change, Neighbour
from stslint.kubernetes.update.immutable import immutable
from stslint.kubernetes.update.service_allocation import (
    allocate,
    bring_in_line,
    drop_unused,
    fill_defaults,
    is_external,
    keep_allocated,
    needs_health_check,
    type_of,
)
from stslint.kubernetes.update.trees import drop, put, texts
from stslint.kubernetes.validation.fields import missing
from stslint.kubernetes.validation.service_spec import NO_ADDRESS
from stslint.model import Node, Problem

NAMES_STAY_MINOR = 34
"""From here on an update does not check the names of a Service."""

_RECREATE = "delete the Service and apply it again: until then its address and its DNS records do not exist"
_SINGLE = "set `ipFamilyPolicy: SingleStack` to release the second {}"


def _store(root: Node, minor: int) -> None:
    spec = root.get("spec")
    fill_defaults(spec, minor)
    allocate(spec)


def _prepare(change: Change) -> None:
    before, after = change.live.get("spec"), change.root.get("spec")
    if not after:
        after = put(change.root, "spec", {})
    if change.minor >= NAMES_STAY_MINOR:
        drop(change.root.get("metadata"), "generateName")
    fill_defaults(after, change.minor)
    keep_allocated(before, after)
    bring_in_line(before, after)
    allocate(after)
    drop_unused(before, after, change.minor)


def _changes(change: Change) -> Iterator[Problem]:
    before, after = change.live.get("spec"), change.root.get("spec")
    if not is_external(before) and not is_external(after):
        yield from _addresses(change, before, after)
        yield from _families(change, before, after)
    if type_of(before) == type_of(after) == "LoadBalancer":
        yield from _of_same(change, "loadBalancerClass")
    if needs_health_check(before) and needs_health_check(after):
        yield from _of_same(change, "healthCheckNodePort")


def _of_same(change: Change, key: str) -> Iterator[Problem]:
    before, after = (tree.get("spec").get(key) for tree in (change.live, change.root))
    if before.plain() != after.plain():
        yield immutable(_written(change, key), after, f"spec.{key}", _RECREATE)


def _addresses(change: Change, before: Node, after: Node) -> Iterator[Problem]:
    """Yields a change of the first address or of one that stays; a second one may come or go."""
    old, new = (texts(spec.get("clusterIPs")) for spec in (before, after))
    if old == new == [NO_ADDRESS]:
        return
    shared = len(old) if len(old) == len(new) else 1
    for index in range(shared):
        if old[index : index + 1] != new[index : index + 1] and old:
            yield _address(change, after, index)
    if len(old) > len(new) == 1 and after.get("ipFamilyPolicy").string() != "SingleStack":
        yield missing(after.get("ipFamilyPolicy"), _SINGLE.format("address"))


def _address(change: Change, after: Node, index: int) -> Problem:
    is_single = _written(change, "clusterIP").string() or not after.get("clusterIPs").elements()
    key = "clusterIP" if index == 0 and is_single else "clusterIPs"
    return immutable(_written(change, key), after.get(key), f"spec.clusterIPs[{index}]", _RECREATE)


def _families(change: Change, before: Node, after: Node) -> Iterator[Problem]:
    """Yields a change of the first family. A headless Service may have any."""
    addresses = [texts(spec.get("clusterIPs")) for spec in (before, after)]
    if [NO_ADDRESS] in addresses:
        return
    old, new = (texts(spec.get("ipFamilies")) for spec in (before, after))
    is_changed = old != new if len(old) == len(new) else bool(old and new) and old[0] != new[0]
    if is_changed:
        yield immutable(
            _written(change, "ipFamilies"), after.get("ipFamilies"), "spec.ipFamilies[0]", _RECREATE
        )
    if len(old) > len(new) == 1 and after.get("ipFamilyPolicy").string() != "SingleStack":
        yield missing(after.get("ipFamilyPolicy"), _SINGLE.format("family"))


def _written(change: Change, key: str) -> Node:
    """Returns the field as the old manifest has it; what was allocated is not known."""
    return change.old.get("spec").get(key)


SERVICE = Neighbour(_store, _prepare, _changes, {"ports": "port"})
