"""Two PodDisruptionBudgets cover the same pods: the API server refuses every eviction of them.

An eviction of such a pod fails with `This pod has more than one PodDisruptionBudget, which the eviction
subresource does not support`, even if each budget alone allows it. `kubectl drain` and upgrades of node pools
retry until they give up. The usual cause is a budget of a chart together with one of the platform.

> The eviction API will disallow eviction of any pod covered by multiple PDBs, so most users will want to
> avoid overlapping selectors.

The rule compares the selectors with the labels of the pod template. It cannot see labels that a running pod
gets later, and budgets that are only in the cluster. Budgets of two files without a namespace can be
alternatives, so they are reported as info, or as a warning with `--complete`.

## Bad

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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: platform
spec:
  minAvailable: 2
  selector:  # error: `db` covers the pods of StatefulSet `db` too
    matchExpressions:
    - {key: tier, operator: Exists}
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

## Good

One budget:

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
  replicas: 3
  template:
    metadata:
      labels:
        app: db
        tier: data
```

The budgets cover different pods:

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
      tier: data
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: proxy
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: db
      tier: proxy
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

The second budget selects a label that the template does not set:

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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: db-primary
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: db
      role: primary
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

from collections.abc import Hashable, Iterable, Iterator
from itertools import islice

from stslint.kubernetes.queries.budgets import BUDGET, budgets_of, covered_sets
from stslint.kubernetes.queries.objects import name, template_labels
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import ENOUGH, certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS412"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors"
KINDS = ("StatefulSet", "PodDisruptionBudget")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    if root.get("kind").value != BUDGET:
        yield from _between_contexts(root, bundle)
        return
    for stateful_set in _differing(covered_sets(root, bundle), bundle):
        for other in _others(stateful_set, root, bundle):
            if bundle.document_of(other).context or _place(other, bundle) < _place(root, bundle):
                yield _problem(root.at("spec.selector"), stateful_set, root, other, bundle)
                return


def _differing(stateful_sets: Iterable[Node], bundle: Bundle) -> Iterable[Node]:
    """Returns one of those sets that the same budgets cover, because their pods have the same labels."""
    first: dict[Hashable, Node] = {}
    for each in stateful_sets:
        labels = frozenset(template_labels(each).items())
        first.setdefault((scope_of(each, bundle), labels), each)
    return first.values()


def _between_contexts(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    """Yields a problem of a StatefulSet whose budgets are all context, where nothing can be reported."""
    found: list[Node] = []
    for budget in islice(budgets_of(stateful_set, bundle), ENOUGH):
        if not bundle.document_of(budget).context:
            return
        found.append(budget)
    for other in _others(stateful_set, found[0], bundle) if len(found) > 1 else ():
        labels = stateful_set.at("spec.template.metadata.labels")
        yield _problem(labels, stateful_set, found[0], other, bundle)
        return


def _others(stateful_set: Node, budget: Node, bundle: Bundle) -> Iterator[Node]:
    for other in islice(budgets_of(stateful_set, bundle), ENOUGH):
        if other is not budget and name(other) != name(budget):
            yield other


def _place(budget: Node, bundle: Bundle) -> tuple[str, int, int]:
    document = bundle.document_of(budget)
    return document.source.name, document.source.first_line, document.index


def _problem(node: Node, stateful_set: Node, budget: Node, other: Node, bundle: Bundle) -> Problem:
    certain = certainly_deployed_together(stateful_set, budget, bundle) and certainly_deployed_together(
        budget, other, bundle
    )
    which = "" if budget is node.root else f" and `{name(budget)}`"
    verb = "cover" if which else "covers"
    also = "" if which else " too"
    return Problem(
        node,
        f"PodDisruptionBudget `{name(other)}`{which} {verb} the pods of StatefulSet "
        f"`{name(stateful_set)}`{also}: the API server refuses every eviction of a pod with two budgets",
        help="keep one budget for these pods: remove the other one, or narrow its selector",
        severity=None if certain else "info",
        related=(Related(other.at("spec.selector"), "the other budget"),),
    )
