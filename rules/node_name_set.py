"""`nodeName` places all pods of the StatefulSet on one node and bypasses the scheduler.

The kubelet of that node starts the pods even if the node lacks the resources. If the node is lost, no pod
can move to another node. The scheduler never sees such a pod, so a PersistentVolumeClaim whose StorageClass
waits for the first consumer is never bound.

> If you choose to use WaitForFirstConsumer, do not use nodeName in the Pod spec to specify node affinity.
> If nodeName
> is used in this case, the scheduler will be bypassed and PVC will remain in pending state.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeName: node-1  # error: bypasses the scheduler
      containers:
      - name: db
        image: postgres:17.2
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        kubernetes.io/hostname: node-1
      containers:
      - name: db
        image: postgres:17.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, pod_spec
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS410"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode"
FRAGMENTS = True
FIELDS = ("nodeName",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    node = pod_spec(stateful_set).get("nodeName")
    if node.string():
        yield Problem(
            node,
            f"`nodeName` bypasses the scheduler and places every pod on `{node.string()}`: "
            f"{_consequence(stateful_set)}",
            help=f"use `nodeSelector: {{kubernetes.io/hostname: {node.string()}}}` instead",
        )


def _consequence(stateful_set: Node) -> str:
    if claim_templates(stateful_set):
        return "claims that wait for their first consumer are never bound"
    return "if that node is lost, all pods are lost"
