"""An autoscaler changes the number of pods of a store that decides by majority.

Its membership does not follow the replicas. A pod that is scaled away remains a member that is missing, and
after two such steps the rest may be no majority; a pod that is added is no member until someone makes it
one.

etcd, for one, wants a member to be removed from the cluster by a request of its own before its process is
stopped.

Asked only of images that are known to need a quorum, and of sets whose annotation `stslint.dev/role` says
`quorum`.

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

A fixed number is no scaling:

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

from stslint.kubernetes.queries.autoscaling import AUTOSCALERS, autoscaler_of, is_steady, scaled_set
from stslint.kubernetes.queries.images import QUORUM, role
from stslint.kubernetes.queries.objects import name
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS409"
SEVERITY = "warning"
SOURCE = "https://etcd.io/docs/v3.5/op-guide/runtime-configuration/"
KINDS = ("StatefulSet", *AUTOSCALERS)


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, autoscaler, place in _pairs(root, bundle):
        if role(stateful_set) == QUORUM and not is_steady(autoscaler):
            kind = autoscaler.get("kind").string()
            yield Problem(
                place,
                f"{kind} `{name(autoscaler)}` changes the pods, not the members of `{name(stateful_set)}`: "
                "what is scaled away stays a missing member",
                help="keep a fixed number of replicas, and change it together with the membership",
                related=(Related(stateful_set.at("metadata.name"), "the set"),),
            )


def _pairs(root: Node, bundle: Bundle) -> Iterator[tuple[Node, Node, Node]]:
    """Yields set, autoscaler and the place to report: the autoscaler's, unless it is only context."""
    if root.get("kind").value != "StatefulSet":
        target = scaled_set(root, bundle)
        if target is not None:
            yield target.root, root, root.at("spec.scaleTargetRef")
        return
    autoscaler = autoscaler_of(root, bundle)
    if autoscaler is not None and autoscaler.context:
        yield root, autoscaler.root, root.at("metadata.name")
