"""No container asks for resources, so the scheduler takes a pod for nothing and the node for the first to go.

Pods whose containers ask for nothing are placed wherever there is room for nothing, and are evicted first
when the node runs short. For a member that has to copy its data afterwards that costs more than a request.

> BestEffort: [...] The kubelet prefers to evict BestEffort Pods if the node comes under resource pressure.

A limit is a request as well, and what the pod asks for as a whole counts for its containers. Init containers
are left alone, and so is company (an exporter, a sidecar) of a container that asks: the pod is not among the
first to be evicted then.

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
      - name: db  # error: container `db` requests nothing
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
        resources: {}  # error: containers `db`, `exporter` request nothing
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
        resources: {}  # error: requests nothing
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

For the pod as a whole:

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
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS411"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/#besteffort"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    present = containers(stateful_set)
    asking = (one.get("resources") for one in (pod_spec(stateful_set), *present))
    if not present or any(map(_asks, asking)):
        return
    names = "`, `".join(one.get("name").string() for one in present)
    subject, verb = ("containers", "request") if len(present) > 1 else ("container", "requests")
    yield Problem(
        present[0].get("resources"),
        f"{subject} `{names}` {verb} nothing: the pods are placed blindly and evicted first",
        help="add `resources.requests` with `cpu` and `memory`",
    )


def _asks(resources: Node) -> bool:
    return any(resources.get(part).entries() for part in ("requests", "limits"))
