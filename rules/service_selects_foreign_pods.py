"""A Service that selects the pods of the StatefulSet also selects those of another workload.

Connections through the Service then reach the pods of either workload, and for a headless Service DNS returns
both. A client that needs the database reaches the backup job, or a peer joins a cluster that it does not
belong to.

> The set of Pods targeted by a Service is usually determined by a selector that you define.

Services and workloads are compared within one namespace. Several StatefulSets with one governing Service or
with the same images, such as a leader and its followers, can be intended, so they are reported as info. So is
a workload in another file if no namespace is set.

The rule does not report a headless Service for members that find each other: it publishes pods that are not
ready, is named `memberlist`, `gossip` or similar, or selects StatefulSets that run the same images. It also
skips objects of `helm test` and of hooks, which exist only for a moment.

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

All members of all workloads find each other through one Service:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: loki-memberlist
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    part-of: memberlist
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: loki-read
spec:
  template:
    metadata:
      labels:
        part-of: memberlist
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: loki-write
spec:
  template:
    metadata:
      labels:
        part-of: memberlist
```

`helm test` creates this pod, and removes it:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
---
apiVersion: v1
kind: Pod
metadata:
  name: db-test-connection
  labels:
    app: db
  annotations:
    helm.sh/hook: test
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: db
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

from stslint.kubernetes.queries.governing import describe, is_headless
from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import containers, image_name, name, pod_template
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import (
    certainly_deployed_together,
    first_selected,
    is_alternative,
    most_certain,
)
from stslint.rule_api import Answer, Bundle, Node, Problem, Related, pattern

ID = "STS113"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"
KINDS = ("Service",)

_GOSSIP = pattern(r"(?:^|-)(?:gossip|memberlist|members|ring|discovery|peers?|cluster)(?:-|\Z)")


def check(service: Node, bundle: Bundle) -> Iterator[Answer]:
    pair = _two_workloads(service, bundle)
    if pair is None:
        return
    stateful_set, other = pair
    shared = other.get("kind").value == "StatefulSet" and _governs(service, other)
    alike = other.get("kind").value == "StatefulSet" and _images(stateful_set) == _images(other)
    if is_headless(service) and (alike or _introduces_peers(service)):
        return
    sure = certainly_deployed_together(stateful_set, other, bundle) and certainly_deployed_together(
        service, other, bundle
    )
    yield Problem(
        _entry(service.at("spec.selector")),
        f"Service `{name(service)}` selects the pods of {describe(stateful_set)} and of {describe(other)}",
        help="select a label that only one of them has",
        severity="info" if shared or alike or not sure else None,
        related=(Related(pod_template(other).at("metadata.labels"), "their labels"),),
    )


def _two_workloads(service: Node, bundle: Bundle) -> tuple[Node, Node] | None:
    selector = selector_of_object(service)
    if selector is None:
        return None
    selected = first_selected(selector, scope_of(service, bundle), bundle)
    documents = [workload.document for workload in selected]
    sets = (document.root for document in documents if document.kind == "StatefulSet")
    stateful_set = most_certain(sets, service, bundle)
    if stateful_set is None:
        return None
    own = ("StatefulSet", name(stateful_set))
    foreign = (document.root for document in documents if (document.kind, document.name) != own)
    others = (root for root in foreign if not is_alternative(stateful_set, root, bundle))
    other = most_certain(others, stateful_set, bundle)
    return None if other is None else (stateful_set, other)


def _introduces_peers(service: Node) -> bool:
    """Returns whether a headless Service is there for members of a cluster to find each other."""
    names = (name(service), *(port.get("name").string() for port in service.at("spec.ports").elements()))
    early = service.at("spec.publishNotReadyAddresses").boolean()
    return early or any(_GOSSIP.search(each) for each in names)


def _images(stateful_set: Node) -> list[str]:
    return [image_name(container) for container in containers(stateful_set)]


def _governs(service: Node, stateful_set: Node) -> bool:
    return stateful_set.at("spec.serviceName").value == name(service)


def _entry(labels: Node) -> Node:
    entries = list(labels.entries().values())
    return entries[0] if len(entries) == 1 else labels
