"""The PriorityClass of the pods is not in the checked files: without it, no pod is created.

The StatefulSet is accepted, but every pod that the controller creates for it is rejected. The events in
`kubectl describe statefulset` show this.

> The priority admission controller uses the priorityClassName field and populates the integer value of the
> priority. If
> the priority class is not found, the Pod is rejected.

A PriorityClass is a cluster-wide object and is usually defined elsewhere, so the rule can report a missing
one only in a run with `--complete`. The two system classes exist in every cluster.

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
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS506"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#pod-priority"
FIELDS = ("priorityClassName",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    wanted = pod_spec(stateful_set).get("priorityClassName")
    name = wanted.string()
    if not name or name in SYSTEM_PRIORITIES or bundle.find("PriorityClass", "", name):
        return
    if not bundle.complete:
        yield NotChecked(
            "a PriorityClass can be defined elsewhere: use --complete if the checked files hold all manifests"
        )
        return
    yield Problem(
        wanted,
        f"no PriorityClass `{name}` in the checked files: without it, every pod of the StatefulSet is "
        "rejected",
        help="add the PriorityClass to the checked files, or correct the name",
    )
