"""No PodDisruptionBudget covers the pods, so a node drain may evict them all at once.

A drain asks for every pod of a node, and several nodes may be drained together. Only a budget makes the
eviction of the second pod wait until the first is back. A rollout needs none: it goes one pod at a time on
its own.

> As an application owner, you can create a PodDisruptionBudget (PDB) for each application. A PDB limits the
> number of
> Pods of a replicated application that are down simultaneously from voluntary disruptions.

Where other budgets stand next to the set, a missing one is worth a warning; where none does, a note; and a
lone manifest can't know. A set of one pod is left alone: a budget could only block the drain.

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3  # error: no PodDisruptionBudget covers db-0 ... db-2
  template:
    metadata:
      labels:
        app: db
```

The one that is here covers other pods:

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: database
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: database
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3  # error: no PodDisruptionBudget covers
  template:
    metadata:
      labels:
        app: db
```

## Good

```yaml complete
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: db
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: db
        tier: data
```

A single pod:

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: db
```

## Not checked

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: db
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.budgets import has_budgets, is_covered, wanted
from stslint.kubernetes.queries.objects import pod_range
from stslint.model import Answer, Bundle, Node, NotChecked, Problem

ID = "STS401"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if wanted(stateful_set, bundle) < 2 or is_covered(stateful_set, bundle):
        return
    if len(bundle.documents) == 1 and not bundle.complete:
        yield NotChecked(
            "a lone manifest can't show its PodDisruptionBudget: check the folder, or name it with --context"
        )
        return
    certain = bundle.complete or has_budgets(stateful_set, bundle)
    yield Problem(
        stateful_set.at("spec.replicas"),
        f"no PodDisruptionBudget covers {pod_range(stateful_set)}: draining nodes may evict them all at once",
        help="add a PodDisruptionBudget that selects them, with `maxUnavailable: 1`",
        severity=None if certain else "info",
    )
