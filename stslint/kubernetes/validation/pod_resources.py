"""Resources of a pod as a whole, and its overhead.

Source: https://kep.k8s.io/2837 and https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.resources import HUGE_PAGES, amounts_of, valid_amounts, validate_resources
from stslint.kubernetes.validation.restart_policy import is_sidecar
from stslint.kubernetes.values import quantity
from stslint.model import Node, Problem

POD_LEVEL = ("cpu", "memory")

Thousandths = dict[str, int]


def validate_pod_resources(resources: Node, spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``spec.resources``, including against what the containers request."""
    if spec.at("os.name").string() == "windows":
        yield fields.forbidden(resources, "cannot be set in a Windows pod")
        return
    claims = resources.get("claims")
    if claims:
        yield fields.forbidden(claims, "cannot be set for the pod as a whole: set it in a container")
    claim_names = [claim.get("name").string() for claim in spec.get("resourceClaims").elements()]
    for problem in validate_resources(resources, minor, claim_names):
        # Containers and pods have different resource names.
        if problem.rule != "invalid-name" or problem.path.startswith(f"{claims.path}["):
            yield problem
    for part in ("limits", "requests"):
        yield from _names(resources.get(part))
    yield from _requests_of_containers(resources.get("requests"), spec)
    yield from _limits_of_containers(resources, spec)


def validate_overhead(overhead: Node) -> Iterator[Problem]:
    """Yields the problems of ``spec.overhead``, which the API server reports as limits."""
    amounts = amounts_of(overhead)
    for problem in valid_amounts(overhead, amounts):
        yield problem._replace(field=f"{overhead.path}.limits{problem.path[len(overhead.path) :]}")
    huge = any(name.startswith(HUGE_PAGES) for name in amounts)
    if huge and not amounts.keys() & set(POD_LEVEL):
        yield Problem(overhead, "huge pages need `cpu` or `memory` as well", rule="required-field-missing")


def _names(resource_list: Node) -> Iterator[Problem]:
    for name, node in resource_list.entries().items():
        if name not in POD_LEVEL and not name.startswith(HUGE_PAGES):
            message = f"`{fields.shorten(name)}` is not a pod-level resource"
            help = f"only {fields.any_of((*POD_LEVEL, 'hugepages-...'))} are"
            field = f"{resource_list.path}[{name}]"
            yield Problem(node, message, rule="invalid-name", help=help, on="key", field=field)


def _requests_of_containers(requests: Node, spec: Node) -> Iterator[Problem]:
    asked = _aggregate(spec, "requests")
    for name, node in requests.entries().items():
        if name in asked and asked[name] > _thousandths(node):
            yield _too_small(requests, node, name, "request")


def _limits_of_containers(resources: Node, spec: Node) -> Iterator[Problem]:
    limits = resources.get("limits")
    asked = _aggregate(spec, "limits")
    for name, node in limits.entries().items():
        if name.startswith(HUGE_PAGES) and asked.get(name, 0) > _thousandths(node):
            yield _too_small(limits, node, name, "are limited to")
        for index, container in enumerate(spec.get("containers").elements()):
            limit = container.at("resources.limits").get(name)
            if limit and _thousandths(limit) > _thousandths(node):
                message = f"the container's `{name}` limit is more than the pod's `{node.text}`"
                field = f"{resources.path}.containers[{index}][{name}].limits"
                yield Problem(limit, message, rule="out-of-range", field=field)


def _too_small(resource_list: Node, node: Node, name: str, verb: str) -> Problem:
    message = f"the pod's containers {verb} more `{fields.shorten(name)}` than the pod: `{node.text}`"
    return Problem(node, message, rule="out-of-range", field=f"{resource_list.path}[{name}]")


def _aggregate(spec: Node, part: str) -> Thousandths:
    """Returns the most that a pod's containers need at one time, by resource.

    Source:
    https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
    """
    total: Thousandths = {}
    for container in spec.get("containers").elements():
        _add(total, _amounts(container, part))
    sidecars: Thousandths = {}
    peak: Thousandths = {}
    for container in spec.get("initContainers").elements():
        own = _amounts(container, part)
        if is_sidecar(container):
            _add(total, own)
            _add(sidecars, own)
            own = dict(sidecars)
        else:
            _add(own, sidecars)
        _raise(peak, own)
    _raise(total, peak)
    return total


def _add(total: Thousandths, amounts: Thousandths) -> None:
    for name, amount in amounts.items():
        total[name] = total.get(name, 0) + amount


def _raise(total: Thousandths, amounts: Thousandths) -> None:
    for name, amount in amounts.items():
        total[name] = max(total.get(name, amount), amount)


def _amounts(container: Node, part: str) -> Thousandths:
    entries: Iterable[tuple[str, Node]] = container.at(f"resources.{part}").entries().items()
    return {name: _thousandths(node) for name, node in entries}


def _thousandths(node: Node) -> int:
    amount = quantity.read(node.value)
    return amount.millis if amount is not None else 0
