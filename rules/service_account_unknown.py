"""The ServiceAccount of the pods is not in the checked files: without it, no pod is created.

The StatefulSet is accepted, but every pod that the controller creates for it is rejected. The events in
`kubectl describe statefulset` show this. An update that introduces the name first deletes the pod with the
highest ordinal, and then cannot recreate it.

> The service account has to exist at the time the Pod is created, or it will be rejected.

A ServiceAccount is often defined next to its roles, in another directory, so the rule can report a missing
one only in a run with `--complete`. If a role among the files allows to create ServiceAccounts, the rule has
no answer, and a name that is not that of the chart's own release is reported as info. Every namespace has a
ServiceAccount named `default`.

## Bad

```yaml complete
apiVersion: v1
kind: ServiceAccount
metadata:
  name: vault
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  template:
    spec:
      serviceAccountName: vault-server  # error: no ServiceAccount `vault-server`
```

The deprecated name of the field is also checked:

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  template:
    spec:
      serviceAccount: vault  # error: no ServiceAccount `vault`
```

## Good

```yaml complete
apiVersion: v1
kind: ServiceAccount
metadata:
  name: vault
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  template:
    spec:
      serviceAccountName: vault
```

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      serviceAccountName: default
```

The run has no `--complete`, so other files can define the ServiceAccount:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  template:
    spec:
      serviceAccountName: vault
```

## Not checked

```yaml complete
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
nameSuffix: -blue
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  template:
    spec:
      serviceAccountName: vault-blue
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec
from stslint.kubernetes.queries.references import (
    CREATED,
    RENAMED,
    is_absent,
    is_of_its_release,
    may_be_created,
    may_be_renamed,
)
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS510"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"
FIELDS = ("serviceAccountName", "serviceAccount")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if account.value == "default" or not is_absent("ServiceAccount", account, stateful_set, bundle):
        return
    if may_be_renamed(bundle):
        yield NotChecked(RENAMED)
        return
    if may_be_created("serviceaccounts", bundle):
        yield NotChecked(CREATED)
        return
    yield Problem(
        account,
        f"no ServiceAccount `{account.string()}` in the checked files: without it, every pod of the "
        "StatefulSet is rejected",
        help="add the ServiceAccount to the checked files, or correct the name",
        severity=None if is_of_its_release(account.string(), stateful_set) else "info",
    )
