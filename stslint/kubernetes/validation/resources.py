"""Requests and limits of containers.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#resources and
https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names, quantity
from stslint.kubernetes.values.edits import renaming
from stslint.model import Fix, Node, Problem
from stslint.text.suggest import nearest

# https://kep.k8s.io/4381: resource claims are enabled by default from this release on.
CLAIMS_SINCE = 34

COMPUTE = ("cpu", "memory", "ephemeral-storage")
HUGE_PAGES = "hugepages-"
NATIVE_DOMAIN = "kubernetes.io/"
QUOTA_PREFIX = "requests."

Amounts = dict[str, "quantity.Quantity | None"]


def validate_resources(resources: Node, minor: int, claims: Collection[str]) -> Iterator[Problem]:
    """Yields the problems of a container's ``resources``; ``claims`` names the pod's resource claims."""
    limits, requests = resources.get("limits"), resources.get("requests")
    limited, requested = amounts_of(limits), amounts_of(requests)
    yield from valid_amounts(limits, limited)
    yield from valid_amounts(requests, requested)
    yield from _requests_within_limits(requests, requested, limits, limited)
    yield from _huge_pages_alone(resources, limited, requested)
    if minor >= CLAIMS_SINCE:
        yield from _claims(resources.get("claims"), claims)


def amounts_of(resource_list: Node) -> Amounts:
    """Returns the amounts of a list of resources by name; nothing if one cannot be read."""
    return {
        name: quantity.read(node.value) if node else quantity.Quantity(0, "DecimalSI")
        for name, node in resource_list.entries().items()
    }


def valid_amounts(resource_list: Node, amounts: Amounts) -> Iterator[Problem]:
    """Yields the problems of each entry: an unknown resource, or a negative or fractional amount."""
    for name, amount in amounts.items():
        node = resource_list.get(name)
        fault = name_fault(name)
        if fault:
            yield _bad_resource_name(node, name, fault)
        if amount is not None:
            fault = _amount_fault(name, amount)
            if fault:
                message = f"`{fields.shorten(node.text)}` of `{fields.shorten(name)}` {fault}"
                yield Problem(node, message, rule="out-of-range", field=_entry(node))


def name_fault(name: str) -> str:
    """Returns why a text is not a container resource, or an empty string."""
    fault = names.qualified_name(name)
    if fault:
        return fault
    if "/" not in name:
        known = name in COMPUTE or name.startswith(HUGE_PAGES)
        return "" if known else f"it is not one of {fields.any_of((*COMPUTE, HUGE_PAGES))}, and has no domain"
    if NATIVE_DOMAIN in name or _is_extended(name):
        return ""
    return "its domain must not begin with `requests.` and must not be too long for a quota"


def _is_extended(name: str) -> bool:
    """Returns whether this is a resource of a device plug-in: in whole units, never overcommitted."""
    if is_native(name) or name.startswith(QUOTA_PREFIX):
        return False
    return not names.qualified_name(QUOTA_PREFIX + name)


def is_native(name: str) -> bool:
    """Returns whether a resource is Kubernetes' own."""
    return "/" not in name or NATIVE_DOMAIN in name


def _may_overcommit(name: str) -> bool:
    return is_native(name) and not name.startswith(HUGE_PAGES)


def _bad_resource_name(node: Node, name: str, fault: str) -> Problem:
    near = nearest(name, COMPUTE)
    return Problem(
        node,
        f"`{fields.shorten(name)}` is not a container resource: {fault}",
        rule="invalid-name",
        help=f"did you mean `{near}`?" if near else "",
        on="key",
        field=_entry(node),
        fix=_renamed(node, name, near) if near else None,
    )


def _renamed(node: Node, name: str, near: str) -> Fix | None:
    edit = renaming(node, near)
    if edit is None or (node.parent is not None and near in node.parent.entries()):
        return None
    return Fix(f"use `{near}`", (edit,), safe=fields.is_spelling_of(name, near))


def _amount_fault(name: str, amount: quantity.Quantity) -> str:
    if amount.nanos < 0:
        return "cannot be negative"
    if _is_extended(name) and amount.fractional:
        return "must be a whole number"
    if name.startswith(HUGE_PAGES) and not _divisible(name, amount):
        return "must be a multiple of the page size in the resource's name"
    return ""


def _divisible(name: str, amount: quantity.Quantity) -> bool:
    page = quantity.read(name[len(HUGE_PAGES) :])
    if page is None or page.nanos <= 0 or page.fractional:
        return False
    return amount.units % page.units == 0


def _requests_within_limits(
    requests: Node, requested: Amounts, limits: Node, limited: Amounts
) -> Iterator[Problem]:
    """Yields the requests that contradict a limit. The API server reports them at the list."""
    for name, amount in requested.items():
        node = requests.get(name)
        if name not in limited:
            if not _may_overcommit(name):
                yield _missing_limit(limits, node, name)
            continue
        limit = limited[name]
        if amount is None or limit is None:
            continue
        if amount.millis > limit.millis or (amount.millis != limit.millis and not _may_overcommit(name)):
            yield _contradiction(requests, node, limits.get(name), name)


def _missing_limit(limits: Node, node: Node, name: str) -> Problem:
    message = f"`{fields.shorten(name)}` is requested without a limit, and it cannot be overcommitted"
    help = "set the same amount in `limits`"
    return Problem(node, message, rule="required-field-missing", help=help, field=limits.path)


def _contradiction(requests: Node, node: Node, limit: Node, name: str) -> Problem:
    # An amount that is null counts as zero.
    amount, most = node.text if node else "0", limit.text if limit else "0"
    relation = "is more than" if _may_overcommit(name) else "must equal"
    message = f"the `{fields.shorten(name)}` request `{amount}` {relation} its limit `{most}`"
    help = "raise the limit, or lower the request" if _may_overcommit(name) else f"use `{most}`"
    return Problem(node, message, rule="out-of-range", help=help, field=requests.path)


def _huge_pages_alone(resources: Node, limited: Amounts, requested: Amounts) -> Iterator[Problem]:
    resource_names = limited.keys() | requested.keys()
    if any(name.startswith(HUGE_PAGES) for name in resource_names) and not resource_names & {"cpu", "memory"}:
        message = "huge pages need `cpu` or `memory` as well"
        yield Problem(resources, message, rule="required-field-missing", help="request `memory` too")


def _claims(claims: Node, known: Collection[str]) -> Iterator[Problem]:
    seen: dict[str, set[str]] = {}
    for claim in claims.elements():
        name = claim.get("name").string()
        request = claim.get("request").string()
        if not name:
            yield Problem(claim, "`name` is missing", rule="required-field-missing")
            continue
        requests = seen.setdefault(name, set())
        if _overlaps(request, requests):
            message = f"resource claim `{fields.shorten(name)}` is used twice in this container"
            yield Problem(claim, message, rule="duplicate-entry")
        if "" not in requests:
            yield from fields.name(claim.get("request"), names.dns_label)
        requests.add(request)
        if name not in known:
            message = f"this pod has no resource claim `{fields.shorten(name)}`"
            help = "add it to the pod's `resourceClaims`"
            yield Problem(claim, message, rule="mount-without-volume", help=help)


def _overlaps(request: str, requests: set[str]) -> bool:
    """Returns whether a claim as a whole, or this request of it, is among those that are already used."""
    return bool(requests) if not request else "" in requests or request in requests


def _entry(node: Node) -> str:
    """Returns the API server's path of an entry of a map, which has its key in brackets."""
    return f"{node.parent.path}[{node.key}]" if node.parent is not None else ""
