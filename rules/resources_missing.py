"""No container sets resource requests: the scheduler reserves nothing, and the pods are evicted first.

The scheduler places pods without requests even on a node that is already full, and the kubelet evicts them
first when the node runs short of resources. A member that then has to copy its data again costs more than a
request.

> BestEffort: [...] The kubelet prefers to evict BestEffort Pods if the node comes under resource pressure.

A limit also counts as a request, and requests of the pod as a whole count for all its containers. Init
containers are not checked. An exporter or another sidecar without requests is not reported if another
container of the pod has them, because the pod is then not among the first to be evicted.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db  # error: container `db` sets no resource requests
        image: postgres:17.2
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        resources: {}  # error: containers `db`, `exporter` set no resource requests
      - name: exporter
        image: registry.example.com/exporter:1
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        resources: {}  # error: sets no resource requests
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
      containers:
      - name: db
        image: postgres:17.2
        resources:
          requests:
            cpu: 500m
            memory: 1Gi
      - name: exporter
        image: registry.example.com/exporter:1
        resources:
          limits:
            memory: 64Mi
      - name: reloader
        image: registry.example.com/reloader:1
```

The requests are set for the pod as a whole:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      resources:
        requests:
          memory: 1Gi
      containers:
      - name: db
        image: postgres:17.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import containers, pod_spec
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS411"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/#besteffort"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    present = containers(stateful_set)
    asking = (one.get("resources") for one in (pod_spec(stateful_set), *present))
    if not present or any(map(_asks, asking)):
        return
    names = "`, `".join(one.get("name").string() for one in present)
    subject, verb = ("containers", "set") if len(present) > 1 else ("container", "sets")
    yield Problem(
        present[0].get("resources"),
        f"{subject} `{names}` {verb} no resource requests: the scheduler reserves nothing, and the pods are "
        "evicted first",
        help="add `resources.requests` with `cpu` and `memory`",
    )


def _asks(resources: Node) -> bool:
    return any(resources.get(part).entries() for part in ("requests", "limits"))
