"""An autoscaler changes the number of pods of a data store that needs a majority of its members.

The membership of such a store does not follow the number of replicas. A pod that is scaled away remains a
missing member, and after two such steps the remaining pods might not be a majority. A new pod is not a
member until you add it.

For example, etcd requires a separate request that removes a member from the cluster before its process is
stopped.

The rule checks only images that are known to need a quorum, and StatefulSets with the annotation
`stslint.dev/role: quorum`.

## Bad

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: etcd
spec:
  minReplicas: 1
  maxReplicas: 5
  scaleTargetRef:  # error: members of `etcd`
    apiVersion: apps/v1
    kind: StatefulSet
    name: etcd
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.21
```

## Good

With a fixed number, the autoscaler never scales:

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: etcd
spec:
  minReplicas: 3
  maxReplicas: 3
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: etcd
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.21
```

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
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
    spec:
      containers:
      - name: web
        image: nginx:1.29
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import applications, is_quorum
from stslint.kubernetes.queries.autoscaling import AUTOSCALERS, autoscaler_of, is_steady, scaled_set
from stslint.kubernetes.queries.objects import name
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS409"
SEVERITY = "warning"
SOURCE = "https://etcd.io/docs/v3.5/op-guide/runtime-configuration/"
KINDS = ("StatefulSet", *AUTOSCALERS)


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, autoscaler, place in _pairs(root, bundle):
        if _keeps_members(stateful_set, bundle) and not is_steady(autoscaler):
            kind = autoscaler.get("kind").string()
            yield Problem(
                place,
                f"{kind} `{name(autoscaler)}` changes the number of pods, but not the members of "
                f"`{name(stateful_set)}`: a pod that is scaled away remains a missing member",
                help="use a fixed number of replicas, and change it only together with the membership",
                related=(Related(stateful_set.at("metadata.name"), "the StatefulSet"),),
            )


def _keeps_members(stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether a cluster with a quorum counts a member that is gone until someone removes it."""
    known = applications(stateful_set, bundle)
    return is_quorum(stateful_set, bundle) and not any(one.removes_members_itself() for one in known)


def _pairs(root: Node, bundle: Bundle) -> Iterator[tuple[Node, Node, Node]]:
    """Yields StatefulSet, autoscaler and the place to report: in the autoscaler unless it is only context."""
    if root.get("kind").value != "StatefulSet":
        target = scaled_set(root, bundle)
        if target is not None:
            yield target.root, root, root.at("spec.scaleTargetRef")
        return
    autoscaler = autoscaler_of(root, bundle)
    if autoscaler is not None and autoscaler.context:
        yield root, autoscaler.root, root.at("metadata.name")
