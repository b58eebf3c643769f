"""What the containers, pods and claims of a workload request, with the defaults of LimitRanges in the files.

Sources: https://kubernetes.io/docs/concepts/policy/limit-range/ and
https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from stslint.kubernetes.queries.indexes import WHOLE_IN_SCOPE
from stslint.kubernetes.queries.objects import containers, init_containers, pod_spec
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.values.quantity import Quantity, read
from stslint.model import Bundle, Document, Node

MOST_IN_SCOPE = 20
"""Objects of one kind that are compared with each workload: a namespace has one or two quotas or ranges."""


def in_scope(kind: str, root: Node, bundle: Bundle) -> Iterator[Document]:
    """Yields the first objects of a kind in the namespace (or, without one, in the folder) of a workload."""
    return islice(bundle.found(WHOLE_IN_SCOPE, (kind, scope_of(root, bundle))), MOST_IN_SCOPE)


def bounds(kind: str, root: Node, bundle: Bundle) -> Iterator[Node]:
    """Yields the entries of a type (``Container``, ``Pod``, ``PersistentVolumeClaim``) in the LimitRanges."""
    for document in in_scope("LimitRange", root, bundle):
        for entry in document.root.at("spec.limits").elements():
            if entry.get("type").value == kind:
                yield entry


def default_limit(resource: str, limits: list[Node]) -> Node | None:
    """Returns the limit of a container that sets none; without a default, it is ``max``."""
    for key in ("default", "max"):
        for entry in limits:
            if entry.get(key).get(resource):
                return entry.get(key).get(resource)
    return None


def amount(container: Node, part: str, resource: str, limits: list[Node]) -> Quantity | None:
    """Returns a request or limit (``requests``, ``limits``) of a container as the API server completes it."""
    resources = container.get("resources")
    written = resources.get(part).get(resource)
    if written:
        return read(written.value)
    own_limit = resources.get("limits").get(resource)
    if part == "requests":
        if own_limit:
            return read(own_limit.value)
        for key in ("defaultRequest", "default", "min"):
            for entry in limits:
                if entry.get(key).get(resource):
                    return read(entry.get(key).get(resource).value)
    found = default_limit(resource, limits)
    return read(found.value) if found is not None else None


def of_pod(root: Node, part: str, resource: str, limits: list[Node]) -> int | None:
    """Returns how much a pod counts for, in billionths, or nothing if a container states no amount.

    Containers and sidecars add up; another init container counts together with the sidecars before it.
    """
    level = pod_spec(root).at("resources").get(part).get(resource)
    if level:
        found = read(level.value)
        return found.nanos if found is not None else None
    running, highest = 0, 0
    for container in init_containers(root):
        own = amount(container, part, resource, limits)
        nanos = own.nanos if own is not None else 0
        if container.get("restartPolicy").value == "Always":
            running += nanos
        highest = max(highest, running + (0 if container.get("restartPolicy").value == "Always" else nanos))
    for container in containers(root):
        own = amount(container, part, resource, limits)
        if own is None:
            return None
        running += own.nanos
    return max(running, highest)


def shown(nanos: int, resource: str) -> str:
    """Returns an amount of a resource as people write it: ``8Gi`` of memory, ``1500m`` of ``cpu``."""
    if resource == "cpu":
        return f"{nanos // 10**9}" if nanos % 10**9 == 0 else f"{nanos // 10**6}m"
    units = nanos // 10**9
    for unit, factor in (("Gi", 2**30), ("Mi", 2**20), ("Ki", 2**10)):
        if units >= factor and units % factor == 0:
            return f"{units // factor}{unit}"
    return str(units)
