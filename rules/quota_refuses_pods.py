"""A ResourceQuota in the checked files refuses the pods or claims of the StatefulSet.

The StatefulSet is accepted, and then the quota rejects each pod with `FailedCreate: ... is forbidden:
failed quota`:

- The quota limits a resource that a container does not state. Once a quota limits `limits.cpu`, for
  example, each container of the namespace, init containers too, needs a limit for `cpu` or a default from a
  LimitRange.
- All pods together, or all claims, need more than the quota allows. The first pods start, the others are
  never created.

> For `cpu` and `memory` resources, ResourceQuotas enforce that every (new) pod in that namespace sets a
> limit for that resource.

A quota counts for the StatefulSets of its namespace or, without a namespace, of its folder. Quotas with a
scope that the pod template does not decide are ignored. Other workloads of the namespace use the same
quota; the rule adds up only the pods of one StatefulSet. A LimitRange that is not in the checked files can
add defaults: without `--complete`, a missing amount is info.

## Bad

```yaml complete
apiVersion: v1
kind: ResourceQuota
metadata:
  name: team
spec:
  hard:
    requests.cpu: "8"
    limits.cpu: "16"
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
        resources:  # error: requires `limits.cpu`
          requests: {cpu: 500m}
```

The third pod, and the third claim, are over the quota:

```yaml
apiVersion: v1
kind: ResourceQuota
metadata:
  name: team
spec:
  hard:
    requests.memory: 5Gi
    persistentvolumeclaims: "2"
    fast.storageclass.storage.k8s.io/requests.storage: 20Gi
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: catalog
spec:
  replicas: 3  # error: 3 pods request 6Gi of memory
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/catalog:1
        resources:
          requests: {memory: 2Gi}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: fast
      resources: {requests: {storage: 10Gi}}
```

## Good

```yaml complete
apiVersion: v1
kind: ResourceQuota
metadata:
  name: team
spec:
  hard:
    requests.cpu: "8"
    limits.cpu: "16"
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
          limits: {cpu: "2"}
```

A LimitRange sets the limit:

```yaml complete
apiVersion: v1
kind: ResourceQuota
metadata:
  name: team
spec:
  hard:
    requests.cpu: "8"
    limits.cpu: "16"
---
apiVersion: v1
kind: LimitRange
metadata:
  name: team
spec:
  limits:
  - type: Container
    default: {cpu: "2"}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: catalog
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/catalog:1
        resources:
          requests: {cpu: 500m}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.amounts import amount, bounds, in_scope, of_pod, shown
from stslint.kubernetes.queries.objects import all_containers, claim_templates, name, pod_spec, replicas
from stslint.kubernetes.queries.quotas import compute_bounds, quotas_of_pods
from stslint.kubernetes.values.quantity import NANO, read
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS519"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/policy/resource-quotas/"

_OF_CLASS = ".storageclass.storage.k8s.io/"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not bundle.of_kind("ResourceQuota"):
        return
    limits = list(bounds("Container", stateful_set, bundle))
    missing: dict[int, list[str]] = {}
    for quota in quotas_of_pods(stateful_set, bundle):
        for bound in compute_bounds(quota):
            for container in _without(bound.part, bound.resource, stateful_set, limits):
                key = f"{bound.part}.{bound.resource}"
                if key in missing.setdefault(id(container), []):
                    continue
                missing[id(container)].append(key)
                yield _missing(container, key, bound.node, bundle)
            yield from _too_many(stateful_set, bound.node, bound.part, bound.resource, limits)
        for key in ("pods", "count/pods"):
            most = quota.at("spec.hard").get(key)
            allowed = read(most.value)
            if allowed is not None and replicas(stateful_set) * NANO > allowed.nanos:
                yield _over(stateful_set, most, f"{replicas(stateful_set)} pods")
    for document in in_scope("ResourceQuota", stateful_set, bundle):
        if not document.root.at("spec.scopes") and not document.root.at("spec.scopeSelector"):
            yield from _claims(stateful_set, document.root.at("spec.hard"))


def _without(part: str, resource: str, root: Node, limits: list[Node]) -> Iterator[Node]:
    if pod_spec(root).get("resources"):
        return
    for container in all_containers(root):
        if amount(container, part, resource, limits) is None:
            yield container


def _missing(container: Node, key: str, bound: Node, bundle: Bundle) -> Problem:
    part, _, resource = key.partition(".")
    resources = container.get("resources")
    return Problem(
        resources if resources else container,
        f"the ResourceQuota `{name(bound.root)}` requires `{key}`, which "
        f"`{container.get('name').string()}` does not "
        "set: no pod is created",
        help=f"set `resources.{part}.{resource}` for this container, or add a LimitRange with a default",
        severity=None if bundle.complete else "info",
        related=(Related(bound, "the quota"),),
    )


def _too_many(root: Node, bound: Node, part: str, resource: str, limits: list[Node]) -> Iterator[Answer]:
    allowed, one = read(bound.value), of_pod(root, part, resource, limits)
    if allowed is not None and one is not None and one * replicas(root) > allowed.nanos:
        verb = "request" if part == "requests" else "have limits of"
        yield _over(
            root, bound, f"{replicas(root)} pods {verb} {shown(one * replicas(root), resource)} of {resource}"
        )


def _claims(root: Node, hard: Node) -> Iterator[Answer]:
    for key, bound in hard.entries().items():
        storage_class, of_class, kind = key.rpartition(_OF_CLASS)
        claims = [one for one in claim_templates(root) if not of_class or _class(one) == storage_class]
        allowed, count = read(bound.value), len(claims) * replicas(root)
        if allowed is None or not claims:
            continue
        if (
            kind in ("persistentvolumeclaims", "count/persistentvolumeclaims")
            and count * NANO > allowed.nanos
        ):
            yield _over(root, bound, f"{count} claims")
        sizes = [read(one.at("spec.resources.requests.storage").value) for one in claims]
        total = sum(size.nanos for size in sizes if size is not None) * replicas(root)
        if kind == "requests.storage" and total > allowed.nanos:
            yield _over(root, bound, f"claims of {shown(total, 'storage')}")


def _class(claim: Node) -> str:
    return claim.at("spec.storageClassName").string()


def _over(root: Node, bound: Node, what: str) -> Problem:
    quota = f"the ResourceQuota `{name(bound.root)}` allows {bound.text} of `{bound.key}`"
    return Problem(
        root.at("spec.replicas"),
        f"together, {what}, but {quota}: the last pods are never created",
        help="raise the quota, or use fewer or smaller pods and claims",
        related=(Related(bound, "the quota"),),
    )
