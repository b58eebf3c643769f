"""The partition is not lower than the number of replicas: no pod is ever updated.

The controller updates only the pods whose index is at or above the partition. If the partition equals or
exceeds `replicas`, there are no such pods: a new image is accepted and appears in `kubectl get`, but it
reaches no pod. `kubectl rollout status` still reports that the partitioned rollout is complete.

> If a `.spec.updateStrategy.rollingUpdate.partition` is greater than its `.spec.replicas`, updates to its
> `.spec.template` will not be propagated to its Pods.

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
      partition: 3  # error: no pod of web-0 ... web-2
```

The partition counts pods, not ordinals, so this one is also too high:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 2
  ordinals:
    start: 5
  updateStrategy:
    type: RollingUpdate
    rollingUpdate:
      partition: 5  # error: no pod of web-5 and web-6
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 2
```

No pod runs, so no pod can stay on an old revision:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 0
  updateStrategy:
    rollingUpdate:
      partition: 3
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_range, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS302"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions"
FIELDS = ("partition",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    partition = stateful_set.at("spec.updateStrategy.rollingUpdate.partition")
    wanted = replicas(stateful_set)
    if partition and 0 < wanted <= partition.integer():
        yield Problem(
            partition,
            f"no pod of {pod_range(stateful_set)} is ever updated: with `replicas: {wanted}`, "
            f"a partition of {partition.integer()} excludes every pod",
            help=f"set `partition` to a value below {wanted}; 0 updates every pod",
        )
