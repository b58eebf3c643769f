"""A `priority` that does not come from a PriorityClass is refused for every pod that the set makes.

The API server works out the priority of a pod from its class when the pod is created. A number in the
template that differs is refused then, so the set is accepted and stays without pods.

> When Priority Admission Controller is enabled, it prevents users from setting this field. The admission
> controller
> populates this field from PriorityClassName.

Zero is the priority of a pod without a class, unless some class of the cluster is the default for all.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      priority: 1000  # error: no pod is made
      containers:
      - name: db
        image: postgres:17.2
```

The class says another number:

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
      priority: 1000  # error: `important` says 100000
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

The number that the class says:

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

The class that is the default for all says the number:

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
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS505"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    priority, class_name = spec.get("priority"), spec.get("priorityClassName").string()
    expected = priority_of(class_name, bundle) if class_name else default_priority(bundle)
    if not priority or expected is None or priority.integer() == expected:
        return
    reason = f"`{class_name}` says {expected}" if class_name else "no `priorityClassName` gives this number"
    yield Problem(
        priority,
        f"{reason}, so the API server refuses every pod: no pod is made",
        help="leave `priority` out, and name a PriorityClass in `priorityClassName`",
        fix=_fix(priority),
    )


def _fix(priority: Node) -> Fix | None:
    edit = removal(priority)
    return edit and Fix("take it out", (edit,), safe=False, note="restarts the pods")
