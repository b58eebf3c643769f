"""Which ResourceQuotas count the pods of a workload, and what they limit.

Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.amounts import in_scope
from stslint.kubernetes.queries.objects import all_containers, pod_spec
from stslint.model import Bundle, Node
from stslint.runtime.namedtuple import NamedTuple

COMPUTE = {
    "cpu": ("requests", "cpu"),
    "memory": ("requests", "memory"),
    "requests.cpu": ("requests", "cpu"),
    "requests.memory": ("requests", "memory"),
    "limits.cpu": ("limits", "cpu"),
    "limits.memory": ("limits", "memory"),
}
"""The resources that each container of a namespace must state once a quota limits them."""


class Bound(NamedTuple):
    """One number of a quota that is about a resource of pods."""

    node: Node
    part: str
    resource: str


def quotas_of_pods(root: Node, bundle: Bundle) -> Iterator[Node]:
    """Yields the ResourceQuotas that certainly count the pods of a workload."""
    for document in in_scope("ResourceQuota", root, bundle):
        if _counts(document.root, root):
            yield document.root


def compute_bounds(quota: Node) -> Iterator[Bound]:
    """Yields the numbers of a quota for requests and limits of processors and memory."""
    for key, node in quota.at("spec.hard").entries().items():
        if key in COMPUTE:
            yield Bound(node, *COMPUTE[key])


def _counts(quota: Node, root: Node) -> bool:
    spec = quota.get("spec")
    scopes = [scope.string() for scope in spec.get("scopes").elements()]
    wanted = [
        (one.get("scopeName").string(), one) for one in spec.at("scopeSelector.matchExpressions").elements()
    ]
    return all(_holds(scope, root) for scope in scopes) and all(
        _selects(name, one, root) for name, one in wanted
    )


def _holds(scope: str, root: Node) -> bool:
    terminating = bool(pod_spec(root).get("activeDeadlineSeconds"))
    if scope in ("Terminating", "NotTerminating"):
        return terminating == (scope == "Terminating")
    if scope == "NotBestEffort":
        return any(one.at("resources.requests") or one.at("resources.limits") for one in all_containers(root))
    return scope == "PriorityClass" and bool(pod_spec(root).get("priorityClassName"))


def _selects(name: str, expression: Node, root: Node) -> bool:
    operator = expression.get("operator").value
    if name != "PriorityClass":
        return operator == "Exists" and _holds(name, root)
    own = pod_spec(root).get("priorityClassName").string()
    values = [value.string() for value in expression.get("values").elements()]
    return bool(own) and (operator == "Exists" or (operator == "In" and own in values))
