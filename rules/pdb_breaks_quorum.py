"""A PodDisruptionBudget allows so many evictions that the remaining members lose the majority.

A data store that decides by majority stops when half of its members or more are unavailable. If a budget
allows two of three members to be down, draining two nodes causes an outage.

> maybe set minAvailable to quorum-size (e.g. 3 when scale is 5)

The rule checks only images that are known to need a quorum, and StatefulSets with the annotation
`stslint.dev/role: quorum`.

## Bad

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: zk
spec:
  maxUnavailable: 2  # error: 2 of 3
  selector:
    matchLabels:
      app: zk
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: zk
    spec:
      containers:
      - name: zookeeper
        image: zookeeper:3.9
```

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ledger
spec:
  minAvailable: 40%  # error: 3 of 5
  selector:
    matchLabels:
      app: ledger
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ledger
  annotations:
    stslint.dev/role: quorum
spec:
  replicas: 5
  template:
    metadata:
      labels:
        app: ledger
```

## Good

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: zk
spec:
  minAvailable: 2
  selector:
    matchLabels:
      app: zk
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: zk
    spec:
      containers:
      - name: zookeeper
        image: zookeeper:3.9
```

An image that is not known to need a majority:

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: cache
spec:
  maxUnavailable: 2
  selector:
    matchLabels:
      app: cache
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: cache
    spec:
      containers:
      - name: memcached
        image: memcached:1.6
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import is_quorum
from stslint.kubernetes.queries.budgets import budget_field, checked_pairs, evictable, pods_covered
from stslint.kubernetes.queries.disruption import tolerated
from stslint.kubernetes.queries.objects import name, replicas
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS403"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#think-about-how-your-application-reacts-to-disruptions"
KINDS = ("StatefulSet", "PodDisruptionBudget")

FEWEST_MEMBERS = 3
"""Two members tolerate no loss: a budget that protects both would block the drain of their nodes."""


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, budget in checked_pairs(root, bundle):
        members = replicas(stateful_set)
        pods = pods_covered(budget, bundle)
        if members < FEWEST_MEMBERS or pods is None:
            continue
        allowed, spare = min(evictable(budget, pods) or 0, members), tolerated(members)
        if allowed > spare and is_quorum(stateful_set, bundle):
            yield Problem(
                budget_field(budget) if budget is root else stateful_set.at("spec.replicas"),
                f"PodDisruptionBudget `{name(budget)}` allows {allowed} of {members} members of "
                f"`{name(stateful_set)}` to be evicted: the remaining members are not a majority",
                help=f"set `maxUnavailable: 1`; the quorum tolerates the loss of at most {spare}",
                severity=None if certainly_deployed_together(stateful_set, budget, bundle) else "info",
                related=(Related(stateful_set.at("spec.replicas"), "the members"),),
            )
            return
