"""A Service that selects the pods of the StatefulSet also selects those of another workload.

Connections through the Service then reach the pods of either workload, and for a headless Service DNS returns
both. A client that needs the database reaches the backup job, or a peer joins a cluster that it does not
belong to.

> The set of Pods targeted by a Service is usually determined by a selector that you define.

Services and workloads are compared within one namespace. Several StatefulSets with one governing Service,
such as a leader and its followers, can be intended, so they are reported as info. So is a workload in another
file if no namespace is set.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    app: shop  # error: of StatefulSet `db` and of Deployment `api`
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    metadata:
      labels:
        app: shop
        part: api
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: shop
        part: db
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: shop
    part: db
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    metadata:
      labels:
        app: shop
        part: api
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: shop
        part: db
```

A Service without a selector selects nothing, and no Service selects pods in another namespace:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: by-hand
---
apiVersion: v1
kind: Service
metadata:
  name: db
  namespace: shop
spec:
  selector:
    app: db
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
  namespace: test
spec:
  template:
    metadata:
      labels:
        app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  template:
    metadata:
      labels:
        app: db
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from stslint.kubernetes.queries.governing import describe
from stslint.kubernetes.queries.objects import name, pod_template
from stslint.kubernetes.queries.selection import (
    ENOUGH,
    certainly_deployed_together,
    is_alternative,
    most_certain,
    scope_of,
    selector_of_object,
    workloads_selected,
)
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS113"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"
KINDS = ("Service",)


def check(service: Node, bundle: Bundle) -> Iterator[Answer]:
    pair = _two_workloads(service, bundle)
    if pair is None:
        return
    stateful_set, other = pair
    shared = other.get("kind").value == "StatefulSet" and _governs(service, other)
    sure = certainly_deployed_together(stateful_set, other, bundle) and certainly_deployed_together(
        service, other, bundle
    )
    yield Problem(
        _entry(service.at("spec.selector")),
        f"Service `{name(service)}` selects the pods of {describe(stateful_set)} and of {describe(other)}",
        help="select a label that only one of them has",
        severity="info" if shared or not sure else None,
        related=(Related(pod_template(other).at("metadata.labels"), "their labels"),),
    )


def _two_workloads(service: Node, bundle: Bundle) -> tuple[Node, Node] | None:
    selector = selector_of_object(service)
    if selector is None:
        return None
    selected = islice(workloads_selected(selector, scope_of(service, bundle), bundle), ENOUGH)
    roots = [workload.root for workload in selected]
    sets = (root for root in roots if root.get("kind").value == "StatefulSet")
    stateful_set = most_certain(sets, service, bundle)
    if stateful_set is None:
        return None
    label = describe(stateful_set)
    others = (
        root for root in roots if describe(root) != label and not is_alternative(stateful_set, root, bundle)
    )
    other = most_certain(others, stateful_set, bundle)
    return None if other is None else (stateful_set, other)


def _governs(service: Node, stateful_set: Node) -> bool:
    return stateful_set.at("spec.serviceName").value == name(service)


def _entry(labels: Node) -> Node:
    entries = list(labels.entries().values())
    return entries[0] if len(entries) == 1 else labels
