"""A LimitRange in the checked files refuses the pods or claims of the StatefulSet.

The StatefulSet is accepted, and then each pod is rejected with `FailedCreate: ... is forbidden`, because an
amount is above `max`, below `min`, or the limit is more than `maxLimitRequestRatio` times the request. A
LimitRange also adds a default limit to a container that has none: if that default is below the container's
own request, the pod is invalid. For claims, `type: PersistentVolumeClaim` limits the requested storage.

> [...] a default value for the _limit_ that is set by LimitRange may be less than the _request_ value
> specified for the container in the spec that a client submits to the API server. If that happens, the final
> Pod will not be schedulable.

A LimitRange counts for the StatefulSets of its namespace or, without a namespace, of its folder.

## Bad

```yaml
apiVersion: v1
kind: LimitRange
metadata:
  name: team
spec:
  limits:
  - type: Container
    max: {memory: 4Gi}
    min: {cpu: 100m}
    default: {cpu: 500m}
  - type: PersistentVolumeClaim
    max: {storage: 10Gi}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: catalog
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/catalog:1
        resources:
          requests:
            cpu: 700m  # error: gets the default limit 500m
          limits:
            memory: 8Gi  # error: allows at most 4Gi
      - name: helper
        image: registry.example.com/helper:1
        resources:
          requests:
            cpu: 50m  # error: requires at least 100m
          limits:
            cpu: 200m
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources:
        requests:
          storage: 20Gi  # error: allows at most 10Gi
```

## Good

```yaml
apiVersion: v1
kind: LimitRange
metadata:
  name: team
spec:
  limits:
  - type: Container
    max: {memory: 4Gi}
    min: {cpu: 100m}
    default: {cpu: 500m}
  - type: PersistentVolumeClaim
    max: {storage: 10Gi}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: catalog
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/catalog:1
        resources:
          requests: {cpu: 500m}
          limits: {memory: 4Gi}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources: {requests: {storage: 10Gi}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.amounts import bounds, default_limit, of_pod, shown
from stslint.kubernetes.queries.objects import all_containers, claim_templates, name, pod_spec
from stslint.kubernetes.values.quantity import Quantity, read
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS520"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/policy/limit-range/#limitrange-and-admission-checks-for-pods"

PARTS = ("requests", "limits")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not bundle.of_kind("LimitRange"):
        return
    limits = list(bounds("Container", stateful_set, bundle))
    for container in all_containers(stateful_set):
        resources = container.get("resources")
        for entry in limits:
            for part in PARTS:
                yield from _outside(resources.get(part), entry)
            yield from _ratio(resources, entry)
        yield from _above_default(resources, limits)
    for entry in bounds("PersistentVolumeClaim", stateful_set, bundle):
        for claim in claim_templates(stateful_set):
            yield from _outside(claim.at("spec.resources.requests"), entry)
    for entry in bounds("Pod", stateful_set, bundle):
        yield from _pod(stateful_set, entry, limits)


def _outside(amounts: Node, entry: Node) -> Iterator[Answer]:
    for resource, written in amounts.entries().items():
        own = read(written.value)
        most, least = entry.get("max").get(resource), entry.get("min").get(resource)
        if own is None:
            continue
        if _is_more(own, read(most.value)):
            yield _problem(written, f"allows at most {most.text}", most)
        elif _is_more(read(least.value), own):
            yield _problem(written, f"requires at least {least.text}", least)


def _ratio(resources: Node, entry: Node) -> Iterator[Answer]:
    for resource, ratio in entry.get("maxLimitRequestRatio").entries().items():
        limit, request = (resources.get(part).get(resource) for part in ("limits", "requests"))
        top, low, most = read(limit.value), read(request.value), read(ratio.value)
        if top and low and most and low.nanos > 0 and top.nanos * 10**9 > low.nanos * most.nanos:
            yield _problem(limit, f"allows a limit of at most {ratio.text} times the request", ratio)


def _above_default(resources: Node, limits: list[Node]) -> Iterator[Answer]:
    for resource, request in resources.get("requests").entries().items():
        given = default_limit(resource, limits)
        if resources.get("limits").get(resource) or given is None or given.parent is None:
            continue
        if given.parent.key == "default" and _is_more(read(request.value), read(given.value)):
            yield Problem(
                request,
                f"gets the default limit {given.text} of the LimitRange "
                f"`{name(given.root)}`, which is below the "
                "request: no pod is created",
                help=f"set `limits.{resource}` to at least {request.text}",
                related=(Related(given, "the default limit"),),
            )


def _pod(root: Node, entry: Node, limits: list[Node]) -> Iterator[Answer]:
    for key in ("max", "min"):
        for resource, bound in entry.get(key).entries().items():
            part = "limits" if key == "max" else "requests"
            total, allowed = of_pod(root, part, resource, limits), read(bound.value)
            if total is None or allowed is None:
                continue
            if total > allowed.nanos if key == "max" else total < allowed.nanos:
                word = "allows at most" if key == "max" else "requires at least"
                fault = (
                    f"{word} {bound.text} of {resource} for a pod, and this one has {shown(total, resource)}"
                )
                yield _problem(pod_spec(root).get("containers"), fault, bound)


def _is_more(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.nanos > other.nanos


def _problem(node: Node, fault: str, bound: Node) -> Problem:
    what = "claim" if any(key in node.path for key in ("volumeClaimTemplates",)) else "pod"
    return Problem(
        node,
        f"the LimitRange `{name(bound.root)}` {fault}: no {what} is created",
        help="change the amount, or the LimitRange",
        related=(Related(bound, "the LimitRange"),),
    )
