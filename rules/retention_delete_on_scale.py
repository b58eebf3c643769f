"""Scaling in deletes the claims of the pods that go.

With `whenScaled: Delete` a smaller `replicas` takes the highest pods' claims with it; scaling out again
starts those members empty. With an autoscaler on the set that happens at any quiet hour, which is why it is
a warning then, and a note otherwise.

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

Before 1.27 the API server drops the field, and the claims stay:

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

One pod is not scaled in:

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
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS216"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention"
)

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
            f"scaling in deletes the claims of the pods that go, and their data{cause}",
            help="write `Retain`, unless members can always be filled again from the others",
            severity="info" if scaler is None else None,
            related=(Related(scaler.root.at("spec.scaleTargetRef"), "the autoscaler"),) if scaler else (),
        )
