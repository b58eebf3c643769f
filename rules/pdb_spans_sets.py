"""One PodDisruptionBudget covers several StatefulSets, but does not hold back their rollouts.

A budget counts all pods that it selects. StatefulSets that share a budget also share its allowed
disruptions: while a pod of the first is down, a drain has to wait with the pods of the second. A budget
limits only evictions. If you change several StatefulSets in one apply, their rollouts run at the same time
and each takes down one pod, regardless of the budget. StatefulSets of one pod each are not reported: a
budget for one of them could only block a drain or allow it.

> Pods which are deleted or unavailable due to a rolling upgrade to an application do count against the
> disruption budget, but workload resources (such as Deployment and StatefulSet) are not limited by PDBs
> when doing
> rolling upgrades.

## Bad

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: elastic
spec:
  maxUnavailable: 1
  selector:  # error: `hot` and `warm`
    matchLabels:
      stack: elastic
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: hot
spec:
  replicas: 3
  template:
    metadata:
      labels: {stack: elastic, tier: hot}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: warm
spec:
  replicas: 2
  template:
    metadata:
      labels: {stack: elastic, tier: warm}
```

## Good

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: hot
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      tier: hot
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: warm
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      tier: warm
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: hot
spec:
  replicas: 3
  template:
    metadata:
      labels: {stack: elastic, tier: hot}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: warm
spec:
  replicas: 2
  template:
    metadata:
      labels: {stack: elastic, tier: warm}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from stslint.kubernetes.queries.budgets import covered_sets, wanted
from stslint.kubernetes.queries.selection import are_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS404"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets"
KINDS = ("PodDisruptionBudget",)


NAMED = 4
"""How many of the StatefulSets a finding names and points to; more would not help the reader."""


def check(budget: Node, bundle: Bundle) -> Iterator[Answer]:
    here, covered = bundle.document_of(budget), map(bundle.document_of, covered_sets(budget, bundle))
    sets = {each.name: each.root for each in covered if are_deployed_together(each, here, bundle)}
    if len(sets) < 2 or all(wanted(stateful_set, bundle) == 1 for stateful_set in sets.values()):
        return
    yield Problem(
        budget.at("spec.selector"),
        f"this budget covers {_listed(sorted(sets))} together, but does not hold back their rollouts",
        help="give each StatefulSet its own budget, and apply changes to one StatefulSet at a time",
        related=tuple(
            Related(stateful_set.at("metadata.name"), "covered by the budget")
            for stateful_set in islice(sets.values(), NAMED)
        ),
    )


def _listed(names: list[str]) -> str:
    words = [f"`{each}`" for each in names[:NAMED]]
    last = "others" if len(names) > NAMED else words.pop()
    return f"{', '.join(words)} and {last}"
