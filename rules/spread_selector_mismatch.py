"""The selector of an anti-affinity term or spread constraint does not match its own pods.

A term that matches no pod is always satisfied. The pods of the StatefulSet can share a node, although the
manifest looks as if they could not. The usual cause is a label that was renamed in the pod template but not
in the selector.

> If that's not what you expect, update the workload's topologySpreadConstraints[*].labelSelector to match
> the labels
> in the pod template.

A term can also refer to another application on purpose. For this reason, the rule does not report a term
that matches the pods of another workload or selects other namespaces, and it reports nothing if another
term matches the StatefulSet's own pods.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: zookeeper
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                app: zk  # error: matches no pod of this StatefulSet
```

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
        app.kubernetes.io/name: db
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: DoNotSchedule
        labelSelector:
          matchExpressions:  # error: matches no pod of this StatefulSet
          - {key: app, operator: In, values: [db]}
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: zookeeper
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchExpressions:
              - {key: app, operator: In, values: [zookeeper, kafka]}
```

The term refers to another workload, which is among the files:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: kafka
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                app: zookeeper
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  template:
    metadata:
      labels:
        app: zookeeper
```

The first term keeps the replicas apart, the second keeps them away from other pods:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: kafka
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                app: kafka
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                noisy: "true"
```

The term selects pods in every namespace:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: kafka
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            namespaceSelector: {}
            labelSelector:
              matchLabels:
                noisy: "true"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec, replicas, template_labels
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import workloads_selected
from stslint.kubernetes.queries.spreading import anti_affinity_terms, spread_constraints
from stslint.kubernetes.values.labels import Selector, selector_of
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS406"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#implicit-conventions"
FIELDS = ("podAntiAffinity", "topologySpreadConstraints")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if replicas(stateful_set) < 2:
        return
    spec = pod_spec(stateful_set)
    for parts, what in (
        (anti_affinity_terms(spec), "this anti-affinity term keeps no pods apart"),
        (spread_constraints(spec), "this constraint spreads no pods"),
    ):
        for selector in _astray(parts, stateful_set, bundle):
            yield Problem(
                _culprit(selector, template_labels(stateful_set)),
                f"the selector matches no pod of this StatefulSet: {what}",
                help="select labels that are in `spec.template.metadata.labels`",
            )


def _astray(parts: list[Node], stateful_set: Node, bundle: Bundle) -> list[Node]:
    """Returns the selectors that match no pods here or of other workloads, if none matches the own pods."""
    labels, scope = template_labels(stateful_set), scope_of(stateful_set, bundle)
    astray = []
    for part in parts:
        node = part.get("labelSelector")
        selector = selector_of(node)
        if selector is None or part.get("namespaces") or part.get("namespaceSelector"):
            continue
        if selector.matches(labels):
            return []
        if not _matches_any(selector, scope, bundle):
            astray.append(node)
    return astray


def _matches_any(selector: Selector, scope: tuple[str, str], bundle: Bundle) -> bool:
    return next(workloads_selected(selector, scope, bundle), None) is not None


def _culprit(selector: Node, labels: dict[str, str]) -> Node:
    """Returns the label that the pods do not have, or the expressions that they do not match."""
    for key, value in selector.get("matchLabels").entries().items():
        if labels.get(key) != value.string():
            return value
    return selector.get("matchExpressions")
