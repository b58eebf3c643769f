"""Scaling in deletes the PersistentVolumeClaims of the removed pods.

With `whenScaled: Delete`, a smaller `replicas` also deletes the claims of the pods with the highest ordinals.
When you scale out again, these members start empty. An autoscaler can scale in whenever the load is low, so
the finding is a warning if there is an autoscaler, and info otherwise.

> whenScaled: configures the volume retention behavior that applies when the replica count of the
> StatefulSet is reduced; for example, when scaling down the set.

## Bad

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete  # error: HorizontalPodAutoscaler `db`
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
  replicas: 3
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete  # error: scaling in deletes
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
    whenScaled: Delete
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
  replicas: 3
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Retain
  volumeClaimTemplates:
  - metadata:
      name: data
```

A single pod is not scaled in:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.governing import describe
from stslint.kubernetes.queries.objects import claim_templates, replicas
from stslint.kubernetes.schema.versions import number
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS216"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention"
)
FIELDS = ("whenScaled",)

FOLLOWED_SINCE = 27


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    policy = stateful_set.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled")
    if number(bundle.kubernetes_version) < FOLLOWED_SINCE:
        return
    if policy.value != "Delete" or not claim_templates(stateful_set):
        return
    scaler = autoscaler_of(stateful_set, bundle)
    if scaler is not None or replicas(stateful_set) > 1:
        cause = f", and {describe(scaler.root)} scales in by itself" if scaler is not None else ""
        yield Problem(
            policy,
            f"scaling in deletes the claims of the removed pods and their data{cause}",
            help="set `Retain`, unless members can always be restored from the others",
            severity="info" if scaler is None else None,
            related=(Related(scaler.root.at("spec.scaleTargetRef"), "the autoscaler"),) if scaler else (),
        )
