"""A container asks for no resources, so the scheduler takes it for nothing and the node for the first to go.

Pods whose containers ask for nothing are placed wherever there is room for nothing, and are evicted first
when the node runs short. For a member that has to copy its data afterwards that costs more than a request.

> BestEffort: [...] The kubelet prefers to evict BestEffort Pods if the node comes under resource pressure.

A limit is a request as well, and what the pod asks for as a whole counts for its containers. Init containers
are left alone.

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

from stslint.kubernetes.objects import containers, pod_spec
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS411"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/#besteffort"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if _asks(pod_spec(stateful_set).get("resources")):
        return
    for container in containers(stateful_set):
        resources = container.get("resources")
        if not _asks(resources):
            yield Problem(
                resources,
                f"container `{container.get('name').string()}` requests nothing: it is placed blindly and "
                "evicted first",
                help="add `resources.requests` with `cpu` and `memory`",
            )


def _asks(resources: Node) -> bool:
    return any(resources.get(part).entries() for part in ("requests", "limits"))
