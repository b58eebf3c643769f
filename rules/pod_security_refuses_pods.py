"""The Pod Security level of the namespace refuses the pods of the StatefulSet.

A label of the Namespace, `pod-security.kubernetes.io/enforce`, selects a level. The API server accepts the
StatefulSet with a warning at most, and then rejects each pod: the StatefulSet stays at zero pods with
`FailedCreate: ... violates PodSecurity` events. An update of a running StatefulSet deletes a pod that
cannot be recreated.

> `enforce`: Policy violations will cause the pod to be rejected.

The rule reads Namespaces in the checked files, for StatefulSets that name the namespace. It cannot see
exemptions in the configuration of the API server, and applies the newest version of the standards. Settings
that a mutating webhook adds are not visible. All faults of one kind are reported once, at the first place.
Levels of `warn` and `audit` refuse nothing.

## Bad

```yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  template:
    spec:
      initContainers:
      - name: prepare
        image: busybox:1.37
        securityContext:
          privileged: true  # error: the level `baseline` of the namespace `shop` refuses
      containers:
      - name: db
        image: registry.example.com/db:1
```

```yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        seccompProfile: {type: RuntimeDefault}
      containers:
      - name: db
        image: registry.example.com/db:1
        securityContext:  # error: `db` without `allowPrivilegeEscalation: false`
          capabilities:
            drop: [ALL]
```

## Good

```yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        seccompProfile: {type: RuntimeDefault}
      containers:
      - name: db
        image: registry.example.com/db:1
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop: [ALL]
```

`warn` refuses nothing:

```yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/warn: restricted
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import namespace
from stslint.kubernetes.queries.pod_security import BASELINE, RESTRICTED, violations
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS524"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-levels"

LABEL = "pod-security.kubernetes.io/enforce"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    own = namespace(stateful_set)
    home = bundle.find("Namespace", "", own) if own else None
    if home is None:
        return
    label = home.root.at("metadata.labels").get(LABEL)
    level = label.string()
    if level not in (BASELINE, RESTRICTED):
        return
    told: set[str] = set()
    for found in violations(stateful_set, level):
        kind = found.what.rpartition("without ")[2]
        if kind in told:
            continue
        told.add(kind)
        yield Problem(
            found.node,
            f"the level `{level}` of the namespace `{own}` refuses {found.what}: no pod is created",
            help=f"{found.remedy}, or use a namespace with another level",
            related=(Related(label, "the level"),),
        )
