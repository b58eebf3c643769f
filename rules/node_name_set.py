"""`nodeName` puts all pods of the set on one node, past the scheduler.

The kubelet of that node starts them whether it has room or not, and when the node is lost none of them can
go elsewhere. The scheduler never sees such a pod, so a claim whose class waits for the first consumer is
never bound.

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
      nodeName: node-1  # error: past the scheduler
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
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS410"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode"
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    node = pod_spec(stateful_set).get("nodeName")
    if node.string():
        yield Problem(
            node,
            f"every pod is put on `{node.string()}`, past the scheduler: {_consequence(stateful_set)}",
            help=f"write `nodeSelector: {{kubernetes.io/hostname: {node.string()}}}` instead",
        )


def _consequence(stateful_set: Node) -> str:
    if claim_templates(stateful_set):
        return "claims that wait for their first consumer never bind"
    return "all are lost with that node"
