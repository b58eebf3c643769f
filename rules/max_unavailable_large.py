"""A rollout can take down all pods at once, or more members than a quorum tolerates.

`maxUnavailable` is the number of pods that can be unavailable during a rollout. If it equals or exceeds
`replicas`, no pod is left to serve requests. A cluster that needs a majority stops when more than a
minority of its members is unavailable. The controller rounds percentages down, but never below one pod:
`50%` of 5 is 2.

> The value can be an absolute number (for example, 5) or a percentage of desired Pods (for example, 10%).

stslint recognizes the images of several quorum-based systems (etcd, ZooKeeper, RabbitMQ and others). For
any other image, or to correct the role, set the annotation `stslint.dev/role`.

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
      maxUnavailable: 3  # error: tolerates only 2
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

With one replica, one pod is always all pods:

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

The manifest says that the members do not form a quorum:

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

In a Kubernetes version that ignores the field, the field does no harm:

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

A quorum of two tolerates no missing member, but every rollout takes down at least one:

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

from stslint.applications import is_quorum
from stslint.kubernetes.queries.disruption import (
    effective_max_unavailable,
    honours_max_unavailable,
    max_unavailable,
    tolerated,
)
from stslint.kubernetes.queries.objects import replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS305"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods"
FIELDS = ("maxUnavailable",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    field, members = max_unavailable(stateful_set), replicas(stateful_set)
    if not field or members <= 1 or not honours_max_unavailable(bundle.kubernetes_version):
        return
    gone = effective_max_unavailable(stateful_set)
    if gone >= members:
        yield Problem(
            field,
            f"a rollout can take down all {members} pods at once",
            help=f"set `maxUnavailable` to at most {members - 1}",
        )
    elif is_quorum(stateful_set, bundle) and gone > max(tolerated(members), 1):
        yield Problem(
            field,
            f"a rollout can take down {gone} of {members} members: "
            f"the quorum tolerates only {tolerated(members)}",
            help=f"set `maxUnavailable` to at most {tolerated(members)}",
        )
