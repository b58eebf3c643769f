"""A PodDisruptionBudget allows no disruption: nodes that run its pods cannot be drained.

`kubectl drain` and node pool upgrades retry the eviction until they give up. If `minAvailable` equals the
number of replicas, or `maxUnavailable` is 0, the answer never changes.

> If you set maxUnavailable to 0% or 0, or you set minAvailable to 100% or the number of replicas, you are
> requiring
> zero voluntary evictions. When you set zero voluntary evictions for a workload object such as ReplicaSet,
> then you
> cannot successfully drain a Node running one of those Pods.

The rule compares the budget with the number of pods that all covered workloads need: the declared replicas,
or the minimum of an autoscaler. Percentages are rounded up.

## Bad

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: db
spec:
  minAvailable: 1  # error: 0 of 1
  selector:
    matchLabels:
      app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  template:
    metadata:
      labels:
        app: db
```

75% of three pods, rounded up, is three pods:

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: db
spec:
  minAvailable: 75%  # error: 0 of 3
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
```

## Good

```yaml
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
  replicas: 1
  template:
    metadata:
      labels:
        app: db
```

An autoscaler keeps at least two pods:

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: web
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  minReplicas: 2
  maxReplicas: 5
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        app: web
```

With zero replicas, there is no pod to evict:

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: db
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 0
  template:
    metadata:
      labels:
        app: db
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.budgets import budget_field, checked_pairs, evictable, pods_covered
from stslint.kubernetes.queries.objects import name
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS402"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget"
KINDS = ("StatefulSet", "PodDisruptionBudget")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, budget in checked_pairs(root, bundle):
        pods = pods_covered(budget, bundle)
        if pods and evictable(budget, pods) == 0:
            yield _problem(root, stateful_set, budget, bundle)
            return
        if budget is root:
            return


def _problem(root: Node, stateful_set: Node, budget: Node, bundle: Bundle) -> Problem:
    return Problem(
        budget_field(budget) if budget is root else stateful_set.at("spec.replicas"),
        f"PodDisruptionBudget `{name(budget)}` allows 0 of {pods_covered(budget, bundle)} pods to be "
        "evicted: no node that runs such a pod can be drained",
        help="set `maxUnavailable: 1`, which allows one eviction at a time for any number of replicas",
        severity=None if certainly_deployed_together(stateful_set, budget, bundle) else "info",
        related=(Related(stateful_set.at("spec.replicas"), "the pods that the budget covers"),),
    )
