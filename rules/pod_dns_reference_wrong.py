"""A container refers to a pod of its own StatefulSet by an address that does not exist.

The DNS name of a pod is `<StatefulSet>-<ordinal>.<serviceName>.<namespace>.svc.<cluster domain>`. If a list
of peers was written for other replicas, another Service or another namespace, members wait for a name that
never resolves.

> For a StatefulSet with N replicas, each Pod in the StatefulSet will be assigned an integer ordinal [...]
> `$(podname). $(governing service domain)`

Only text that is certainly an address is checked: it is followed by `.svc` or a port, or uses the
`serviceName` of the same StatefulSet. Names that are assembled at run time, and names of other StatefulSets,
are not checked.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        args:
        - "--join=db-0.db:7000,db-3.db:7000"  # error: is not a pod of the StatefulSet (db-0 ... db-2)
        env:
        - name: FIRST
          value: db-0.database:7000  # error: governed by `db`
        - name: SECOND
          value: db-1.db.test.svc.cluster.local  # error: the StatefulSet is in `shop`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        args:
        - "--join=db-0.db:7000,db-1.db.shop.svc.cluster.local:7000,db-2.db.shop"
        - "--name=$(POD_NAME).db.$(POD_NAMESPACE).svc"
        - "--log=/var/log/db-0.log"
        - "--other=web-7.web:80"
        - "--public=db-9.example.com:443"
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: POD_NAMESPACE
          valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
```

The ordinals can start at another number, and without `replicas` an autoscaler can decide the number of pods:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  ordinals:
    start: 5
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        args: ["--join=db-5.db:7000,db-6.db.any.svc:7000"]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:3
        args: ["--join=web-0.web:7000,web-1.web:7000"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import first_ordinal, namespace, pod_range, replicas
from stslint.kubernetes.queries.pod_dns import PodReference, pod_references
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS116"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not stateful_set.at("spec.serviceName").string():
        return
    for reference in pod_references(stateful_set):
        fault, advice = _fault(reference, stateful_set)
        if fault:
            yield Problem(reference.node, f"`{reference.text}` {fault}: it never resolves", help=advice)


def _fault(reference: PodReference, stateful_set: Node) -> tuple[str, str]:
    service, where = stateful_set.at("spec.serviceName").string(), namespace(stateful_set)
    if reference.service != service:
        if not reference.certain:
            return "", ""
        return (
            f"is under `{reference.service}`, but the StatefulSet is governed by `{service}`",
            f"use `.{service}`",
        )
    if reference.certain and reference.namespace and where and reference.namespace != where:
        return (
            f"is in namespace `{reference.namespace}`, but the StatefulSet is in `{where}`",
            f"use `.{where}`",
        )
    start, wanted = first_ordinal(stateful_set), stateful_set.at("spec.replicas")
    if wanted and replicas(stateful_set) and not start <= reference.ordinal < start + replicas(stateful_set):
        return (
            f"is not a pod of the StatefulSet ({pod_range(stateful_set)})",
            "use only pods that exist, or increase `replicas`",
        )
    return "", ""
