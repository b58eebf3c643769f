"""No PodDisruptionBudget covers the pods: node drains can evict them all at the same time.

A drain evicts every pod of a node, and several nodes can be drained at the same time. Only a
PodDisruptionBudget makes the eviction of the second pod wait until the first pod is back. A rollout does
not need a budget, because it updates one pod at a time anyway.

> As an application owner, you can create a PodDisruptionBudget (PDB) for each application. A PDB limits the
> number of
> Pods of a replicated application that are down simultaneously from voluntary disruptions.

If other budgets are among the files, a missing one is reported as a warning. If there are none, it is
reported as info. A single manifest alone cannot show whether a budget exists. A StatefulSet with one pod is
not reported: a budget could only block the drain.

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

The only PodDisruptionBudget covers other pods:

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
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS401"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if wanted(stateful_set, bundle) < 2 or is_covered(stateful_set, bundle):
        return
    if bundle.is_single and not bundle.complete:
        yield NotChecked(
            "a single manifest cannot show whether a PodDisruptionBudget exists: check the whole directory, "
            "or add it with --context"
        )
        return
    certain = bundle.complete or has_budgets(stateful_set, bundle)
    yield Problem(
        stateful_set.at("spec.replicas"),
        f"no PodDisruptionBudget covers {pod_range(stateful_set)}: node drains can evict all of them at once",
        help="add a PodDisruptionBudget with `maxUnavailable: 1` that selects these pods",
        severity=None if certain else "info",
    )
