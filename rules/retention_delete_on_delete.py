"""Deleting the StatefulSet also deletes its PersistentVolumeClaims, and with them the data.

The claims of a StatefulSet normally outlive it, which has saved many databases from a hasty `kubectl
delete`, a Helm uninstall or a GitOps prune. With `whenDeleted: Delete` they are deleted with the StatefulSet.
The storage class decides what happens to the volume, and by default it is deleted.

> Delete: The PVCs created from the StatefulSet volumeClaimTemplate are deleted for each Pod affected by the
> policy.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Delete  # error: also deletes the claims of `db`
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

Before 1.27, the API server removes the field, and the claims are not deleted:

```yaml kubernetes=1.26
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Retain
  volumeClaimTemplates:
  - metadata:
      name: data
```

There are no claims to delete:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Delete
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, name
from stslint.kubernetes.schema.versions import number
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS215"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention"
)
FIELDS = ("whenDeleted",)

FOLLOWED_SINCE = 27


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    policy = stateful_set.at("spec.persistentVolumeClaimRetentionPolicy.whenDeleted")
    if number(bundle.kubernetes_version) < FOLLOWED_SINCE:
        return
    if policy.value == "Delete" and claim_templates(stateful_set):
        yield Problem(
            policy,
            f"deleting the StatefulSet also deletes the claims of `{name(stateful_set)}` and their data",
            help="set `Retain`, and delete claims by hand when their data is no longer needed",
        )
