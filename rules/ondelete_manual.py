"""The update strategy is `OnDelete`: a new template reaches a pod only after that pod is deleted.

`kubectl apply` rolls out nothing: the old pods keep running until you delete each of them by hand. A pod
that happens to be replaced in the meantime, after a drain or a crash, is recreated on the new revision.
`kubectl rollout status` does not support this strategy, so a pipeline that waits for it fails.

> When a StatefulSet's .spec.updateStrategy.type is set to OnDelete, the StatefulSet controller will not
> automatically update the Pods in a StatefulSet. Users must manually delete Pods to cause the controller to
> create new Pods that reflect modifications made to a StatefulSet's .spec.template.

An operator might delete the pods for you. For this reason, the rule does not report a StatefulSet that has
an owner, or a label that says that an operator manages it.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: OnDelete  # error: no pod of `web` is updated until it is deleted
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: RollingUpdate
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    app.kubernetes.io/managed-by: vm-operator
spec:
  updateStrategy:
    type: OnDelete
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  ownerReferences:
  - {apiVersion: example.com/v1, kind: Cluster, name: web, uid: 0c7e9d0e-0000-4000-8000-000000000000}
spec:
  updateStrategy:
    type: OnDelete
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS301"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies"
FIELDS = ("updateStrategy",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    strategy = stateful_set.at("spec.updateStrategy.type")
    if strategy.value == "OnDelete" and not _has_operator(stateful_set.get("metadata")):
        yield Problem(
            strategy,
            f"no pod of `{name(stateful_set)}` is updated until it is deleted by hand, "
            "and `kubectl rollout status` fails",
            help="use `RollingUpdate`, with a `partition` if you want to decide when each pod is updated",
        )


def _has_operator(metadata: Node) -> bool:
    manager = metadata.get("labels").get("app.kubernetes.io/managed-by").string()
    return bool(metadata.get("ownerReferences").elements()) or "operator" in manager.lower()
