"""The ServiceAccount that the pods run as is nowhere, so no pod is made.

The set is accepted, and each pod that the controller makes for it is refused. `kubectl describe statefulset`
shows it in the events. An update that brings the name in takes the highest pod down first and then can't make
it again.

> The service account has to exist at the time the Pod is created, or it will be rejected.

An account often lives beside the roles, in another folder. So only a run with `--complete` can know that it
is missing. Every namespace has one called `default`.

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

The field's old name:

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

The run does not say that it holds everything:

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
from stslint.kubernetes.queries.references import RENAMED, is_absent, may_be_renamed
from stslint.model import Answer, Bundle, Node, NotChecked, Problem

ID = "STS510"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if account.value == "default" or not is_absent("ServiceAccount", account, stateful_set, bundle):
        return
    if may_be_renamed(bundle):
        yield NotChecked(RENAMED)
        return
    yield Problem(
        account,
        f"no ServiceAccount `{account.string()}` in the files of this run: without it every pod of the set "
        "is refused",
        help="add it to what is deployed, or correct the name",
    )
