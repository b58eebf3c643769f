"""Whether the ResourceQuotas of a namespace have room for one more pod and its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.forecast.snapshot.inventory import Inventory, Key
from stslint.kubernetes.queries.quotas import COMPUTE
from stslint.kubernetes.values.quantity import read
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import at, mapping_at

_ONE = frozenset({"pods", "count/pods"})
_CLAIMS = frozenset({"persistentvolumeclaims", "count/persistentvolumeclaims"})


def exceeded_quota(inventory: Inventory, key: Key, ordinal: int) -> tuple[str, str]:
    """Returns in words which quota a pod would exceed, and its name; empty words if none.

    A quota with scopes may not count the pod, so it is left out.
    """
    found = inventory.sets[key]
    for quota in inventory.of_kind("ResourceQuota"):
        if live.namespace_of(quota) != key[0] or at(quota, "spec.scopes") or at(quota, "spec.scopeSelector"):
            continue
        for text in _exceeded(quota, found, inventory, f"{key[1]}-{ordinal}"):
            return f"ResourceQuota {live.name_of(quota)}: {text}", live.name_of(quota)
    return "", ""


def _exceeded(quota: LiveObject, found: LiveObject, inventory: Inventory, pod: str) -> Iterator[str]:
    hard, used = mapping_at(quota, "status.hard"), mapping_at(quota, "status.used")
    for resource, most in hard.items():
        wanted = _wanted(resource, found, inventory, pod)
        limit, taken = read(most), read(used.get(resource))
        if wanted and limit and taken and taken.nanos + wanted > limit.nanos:
            yield f"{resource} {used[resource]} of {most} is used{_adds(resource, found)}"


def _adds(resource: str, found: LiveObject) -> str:
    if resource not in COMPUTE:
        return ""
    kind, name = COMPUTE[resource]
    amounts = [text for text in _amounts(found, kind, name) if read(text)]
    verb = "requests" if kind == "requests" else "has a limit of"
    return f", and the pod {verb} {' + '.join(map(str, amounts))}"


def _wanted(resource: str, found: LiveObject, inventory: Inventory, pod: str) -> int:
    """Returns in billionths how much of a resource the pod and its new claims count for."""
    if resource in COMPUTE:
        return sum(amount.nanos for text in _amounts(found, *COMPUTE[resource]) if (amount := read(text)))
    if resource in _ONE:
        return 10**9
    claims = list(_new_claims(found, inventory, pod))
    if resource in _CLAIMS:
        return 10**9 * len(claims)
    if resource == "requests.storage":
        sizes = [read(at(claim, "spec.resources.requests.storage")) for claim in claims]
        return sum(size.nanos for size in sizes if size)
    return 0


def _amounts(found: LiveObject, kind: str, name: str) -> list[Any]:
    containers = live.sequence(at(found, "spec.template.spec.containers"))
    resources = (mapping_at(each, f"resources.{kind}") for each in containers if isinstance(each, Mapping))
    return [amounts[name] for amounts in resources if name in amounts]


def _new_claims(found: LiveObject, inventory: Inventory, pod: str) -> Iterator[LiveObject]:
    for template in live.sequence(at(found, "spec.volumeClaimTemplates")):
        if isinstance(template, Mapping):
            name = f"{live.name_of(template)}-{pod}"
            if (live.namespace_of(found), name) not in inventory.claims_by_name:
                yield template
