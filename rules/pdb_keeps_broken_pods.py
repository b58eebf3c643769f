"""A PodDisruptionBudget protects pods that do not work: broken pods block the drain of their nodes.

Without `unhealthyPodEvictionPolicy`, pods that are not Ready are evicted only while enough other pods are
healthy. If too many pods crash or wait, the budget allows no eviction at all, not even of the broken
pods: the drain of a node waits for pods that never become healthy.

> It is recommended to set `AlwaysAllow` Unhealthy Pod Eviction Policy to your PodDisruptionBudgets to support
> eviction of misbehaving applications during a node drain. The default behavior is to wait for the
> application pods to become healthy before the drain can proceed.

This is info: for a member that is not Ready because it copies data, the default is safer. The rule reports
only budgets with `minAvailable`, whose number of Ready pods does not follow the replicas. It does not report
a policy that is set, with either value.

## Bad

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: db
spec:
  minAvailable: 2  # error: broken pods
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
  minAvailable: 2
  unhealthyPodEvictionPolicy: AlwaysAllow
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
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.budgets import covered_sets, evictable, pods_covered
from stslint.kubernetes.queries.objects import name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS415"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/"
KINDS = ("PodDisruptionBudget",)
SINCE = (1, 27)


def check(budget: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = budget.get("spec")
    if not spec.get("minAvailable") or spec.get("unhealthyPodEvictionPolicy"):
        return
    if tuple(int(part) for part in bundle.kubernetes_version.split(".")[:2]) < SINCE:
        return
    pods = pods_covered(budget, bundle)
    if not covered_sets(budget, bundle) or not pods or not evictable(budget, pods):
        return
    yield Problem(
        spec.get("minAvailable"),
        f"PodDisruptionBudget `{name(budget)}` also protects broken pods: once fewer pods are Ready than it "
        "needs, no node that runs one can be drained",
        help="set `unhealthyPodEvictionPolicy: AlwaysAllow`, unless a pod that is not Ready can hold the "
        "only copy of data",
    )
