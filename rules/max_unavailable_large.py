"""A rollout may take down all pods at once, or the majority of a quorum.

`maxUnavailable` counts pods that may be missing while a rollout goes on. At `replicas` or more nothing is
left to serve, and a cluster that needs a majority stops when more than a minority is gone. Percentages are
rounded down here, to at least one pod: `50%` of 5 are 2.

> The value can be an absolute number (for example, 5) or a percentage of desired Pods (for example, 10%).

Quorums are known for some images (etcd, ZooKeeper, RabbitMQ and others); the annotation `stslint.dev/role`
names the role of any other, or corrects it.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 100%  # error: all 3 pods
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 3  # error: bears 2
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 50%
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
```

One pod is always all of them:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 1
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 1
```

The manifest says that it is no quorum:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
  annotations:
    stslint.dev/role: sharded
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
```

A Kubernetes that ignores the field does no harm with it:

```yaml kubernetes=1.34
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 3
```

Of two members none can be missed, and no rollout takes down fewer than one:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 2
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 1
  template:
    spec:
      containers:
      - name: etcd
        image: registry.k8s.io/etcd:3.5.16-0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.disruption import (
    effective_max_unavailable,
    honours_max_unavailable,
    max_unavailable,
    tolerated,
)
from stslint.kubernetes.queries.images import QUORUM, role
from stslint.kubernetes.queries.objects import replicas
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS305"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    field, members = max_unavailable(stateful_set), replicas(stateful_set)
    if not field or members <= 1 or not honours_max_unavailable(bundle.kubernetes_version):
        return
    gone = effective_max_unavailable(stateful_set)
    if gone >= members:
        yield Problem(
            field,
            f"a rollout may take down all {members} pods at once",
            help=f"use at most {members - 1}",
        )
    elif role(stateful_set) == QUORUM and gone > max(tolerated(members), 1):
        yield Problem(
            field,
            f"a rollout may take down {gone} of {members} members, and the quorum bears {tolerated(members)}",
            help=f"use at most {tolerated(members)}",
        )
