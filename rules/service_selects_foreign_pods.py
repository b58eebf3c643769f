"""A Service that selects the set's pods also selects those of another workload.

Connections through the Service then end at either, and under a headless Service the look-up lists both: a client
that wants the database reaches the backup job, or a peer joins a cluster that it does not belong to.

> The set of Pods targeted by a Service is usually determined by a selector that you define.

Services and workloads are compared within one namespace. Several sets under one governing Service, a leader's and
its followers', may be meant, so that is a note, and so is what stands in another file with no namespace given.

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

A Service without a selector selects nothing, and another namespace's pods are out of reach:

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

from stslint.kubernetes.governing import label_of
from stslint.kubernetes.objects import name, pod_template
from stslint.kubernetes.selection import (
    choosers_of,
    scope_of,
    selector_of_object,
    surely_together,
    workloads_selected,
)
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS113"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"
KINDS = ("StatefulSet", "Service")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    """Speaks at the Service; of one that is seen only for context, at the set's labels."""
    if root.get("kind").value == "Service":
        yield from _judge(root, root.at("spec.selector"), bundle)
        return
    for service in choosers_of(root, bundle, ("Service",)):
        if bundle.document_of(service.root).context:
            yield from _judge(service.root, pod_template(root).at("metadata.labels"), bundle)


def _judge(service: Node, place: Node, bundle: Bundle) -> Iterator[Answer]:
    pair = _two_workloads(service, bundle)
    if pair is not None:
        stateful_set, other = pair
        shared = other.get("kind").value == "StatefulSet" and _governs(service, other)
        sure = surely_together(stateful_set, other, bundle) and surely_together(service, other, bundle)
        yield Problem(
            _entry(place),
            f"Service `{name(service)}` selects the pods of {label_of(stateful_set)} and of {label_of(other)}",
            help="select a label that only one of them has",
            severity="info" if shared or not sure else None,
            related=(Related(pod_template(other).at("metadata.labels"), "their labels"),),
        )


def _two_workloads(service: Node, bundle: Bundle) -> tuple[Node, Node] | None:
    selector = selector_of_object(service)
    if selector is None:
        return None
    stateful_set = other = None
    for workload in workloads_selected(selector, scope_of(service, bundle), bundle):
        root = workload.root
        if stateful_set is None and root.get("kind").value == "StatefulSet":
            stateful_set = root
        elif other is None or _same(other, stateful_set):
            other = root
        if stateful_set is not None and other is not None and not _same(other, stateful_set):
            return stateful_set, other
    return None


def _same(one: Node, other: Node | None) -> bool:
    return other is not None and label_of(one) == label_of(other)


def _governs(service: Node, stateful_set: Node) -> bool:
    return stateful_set.at("spec.serviceName").value == name(service)


def _entry(labels: Node) -> Node:
    entries = list(labels.entries().values())
    return entries[0] if len(entries) == 1 else labels
