"""`priority` does not match the PriorityClass: the API server rejects every pod of the StatefulSet.

The API server takes the priority of a pod from its PriorityClass when the pod is created, and rejects a pod
whose template contains a different number. The StatefulSet itself is accepted, but it gets no pods.

> When Priority Admission Controller is enabled, it prevents users from setting this field. The admission
> controller
> populates this field from PriorityClassName.

Zero is the priority of a pod without a class, unless a class in the cluster is the global default.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priority: 1000  # error: no pod is created
      containers:
      - name: db
        image: postgres:17.2
```

The class has a different value:

```yaml
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
      priority: 1000  # error: `important` has the value 100000
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
      priorityClassName: important
      containers:
      - name: db
        image: postgres:17.2
```

The number is the value of the class:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priorityClassName: system-cluster-critical
      priority: 2000000000
      containers:
      - name: db
        image: postgres:17.2
```

The number is the value of the global default class:

```yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: ordinary
value: 1000
globalDefault: true
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priority: 1000
      containers:
      - name: db
        image: postgres:17.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.classes import default_priority, priority_of
from stslint.kubernetes.queries.objects import pod_spec
from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS505"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling"
FIELDS = ("priority",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    priority, class_name = spec.get("priority"), spec.get("priorityClassName").string()
    expected = priority_of(class_name, bundle) if class_name else default_priority(bundle)
    if not priority or expected is None or priority.integer() == expected:
        return
    reason = f"`{class_name}` has the value {expected}" if class_name else "no `priorityClassName` is set"
    yield Problem(
        priority,
        f"{reason}, so the API server rejects this priority: no pod is created",
        help="remove `priority`, and set `priorityClassName` to the name of a PriorityClass",
        fix=_fix(priority),
    )


def _fix(priority: Node) -> Fix | None:
    edit = removal(priority)
    return edit and Fix("remove `priority`", (edit,), safe=False, note="this restarts the pods")
