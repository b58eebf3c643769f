"""The PriorityClass that the pods name is nowhere, so no pod is made.

The set is accepted, and each pod that the controller makes for it is refused. `kubectl describe
statefulset` shows it in the events.

> The priority admission controller uses the priorityClassName field and populates the integer value of the
> priority. If
> the priority class is not found, the Pod is rejected.

A class belongs to the cluster and mostly lives elsewhere, so only a run with `--complete` can know that it
is missing. The two system classes are in every cluster.

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priorityClassName: important  # error: no PriorityClass `important`
```

## Good

```yaml complete
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: important
value: 100000
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priorityClassName: important
```

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priorityClassName: system-cluster-critical
```

## Not checked

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priorityClassName: important
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.classes import SYSTEM_PRIORITIES
from stslint.kubernetes.queries.objects import pod_spec
from stslint.model import Answer, Bundle, Node, NotChecked, Problem

ID = "STS506"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#pod-priority"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    wanted = pod_spec(stateful_set).get("priorityClassName")
    name = wanted.string()
    if not name or name in SYSTEM_PRIORITIES or bundle.find("PriorityClass", "", name):
        return
    if not bundle.complete:
        yield NotChecked(
            "a PriorityClass belongs to the cluster: with --complete one that is not here is missing"
        )
        return
    yield Problem(
        wanted,
        f"no PriorityClass `{name}` in the files of this run: without it every pod of the set is refused",
        help="add it to what is deployed, or correct the name",
    )
