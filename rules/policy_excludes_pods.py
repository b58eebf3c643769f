"""A PodDisruptionBudget or NetworkPolicy no longer selects pods, because their labels change.

Labels of running pods do not change: only the pods that the rollout replaces get those of the new template.
A selector that needs a new label does not match the running pods, and a selector that stays while its label
leaves the template does not match the new ones. Then a drain can evict all members of a PodDisruptionBudget
at once. With NetworkPolicies, the pods lose their isolation, or what allowed members to reach each other:
old and new pods cannot talk to each other during the rollout.

> `podSelector`: Each NetworkPolicy includes a `podSelector` which selects the grouping of pods to which the
> policy applies.

The rule compares the policies of both versions with the labels of both pod templates. If only the running
pods are not selected, the finding is info for a PodDisruptionBudget, because the rollout ends it. Services
are reported by STS719.

## Bad

```yaml old
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: store
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: store
      tier: data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        tier: data
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: store
spec:
  maxUnavailable: 1
  selector:  # error: the new pods of StatefulSet `store`
    matchLabels:
      app: store
      tier: data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

Members that accept only each other's new label:

```yaml old
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: store
spec:
  podSelector: {matchLabels: {app: store}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: store}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: store
spec:
  podSelector: {matchLabels: {app: store}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: store, tier: data}}  # error: the running pods of StatefulSet `store`
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        tier: data
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

## Good

The label is added to the pods first:

```yaml old
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: store
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: store
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: store
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: store
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        tier: data
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import is_stateful_set, replicas, template_labels
from stslint.kubernetes.values.labels import Selector, selector_of
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related, Severity

ID = "STS727"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/network-policies/"
KINDS = ("PodDisruptionBudget", "NetworkPolicy")

OWN = {"PodDisruptionBudget": "selector", "NetworkPolicy": "podSelector"}
LOST = {
    "PodDisruptionBudget": "does not protect {} from a drain",
    "NetworkPolicy": "does not apply to {}",
}


NEW_LABEL = "first apply the pod template with the label and wait for the rollout, then change the selector"
OLD_LABEL = "keep the label in the pod template, or remove it from the selector first"

Place = tuple[Node, Selector, str]
"""A selector of a policy with its node, and the text for pods that it does not select."""


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for policy in new.of_kind(*KINDS):
        before = old.find(policy.kind, policy.namespace, policy.name)
        if before is None or policy.fragment or before.fragment or policy.context:
            continue
        was = list(_places(before.root))
        for document in new.of_kind("StatefulSet"):
            previous = old.find("StatefulSet", document.namespace, document.name)
            if previous is not None and document.home == policy.home and _has_new_labels(previous, document):
                yield from _lost(policy, was, previous, document)


def _has_new_labels(before: Document, after: Document) -> bool:
    if before.fragment or after.fragment or not is_stateful_set(after.root) or not replicas(before.root):
        return False
    return template_labels(before.root) != template_labels(after.root)


def _lost(policy: Document, was: list[Place], before: Document, after: Document) -> Iterator[Answer]:
    running, fresh = template_labels(before.root), template_labels(after.root)
    for node, selector, effect in _places(policy.root):
        selects_new = selector.matches(fresh)
        if selector.matches(running) == selects_new:
            continue
        if not any(same == effect and one.matches(running) for _, one, same in was):
            continue
        whose, labels = ("running", before) if selects_new else ("new", after)
        pods = f"the {whose} pods of StatefulSet `{after.name}`"
        yield Problem(
            node,
            f"{policy.kind} `{policy.name}` {effect.format(pods)}, because their labels do not match",
            help=NEW_LABEL if selects_new else OLD_LABEL,
            severity=_severity(policy.kind, whose),
            related=(Related(labels.root.at("spec.template.metadata.labels"), "the labels of these pods"),),
        )


def _severity(kind: str, whose: str) -> Severity | None:
    return "info" if kind == "PodDisruptionBudget" and whose == "running" else None


def _places(policy: Node) -> Iterator[Place]:
    """Yields the selectors of a policy: its own, and those of the peers in its namespace."""
    kind, spec = policy.get("kind").string(), policy.get("spec")
    own = selector_of(spec.get(OWN[kind]))
    if own is not None and (own.requirements or kind == "NetworkPolicy"):
        yield spec.get(OWN[kind]), own, LOST[kind]
    for direction, way in (("ingress", "from"), ("egress", "to")):
        for rule in spec.get(direction).elements():
            for peer in rule.get(way).elements():
                selector = selector_of(peer.get("podSelector"))
                if selector is not None and not peer.get("namespaceSelector").present:
                    yield peer.get("podSelector"), selector, f"allows no {direction} {way} {{}}"
