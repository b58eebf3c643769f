"""A scale-down and a quick scale-up can block the StatefulSet, because the pod's claim is being deleted.

With `whenScaled: Delete`, the PersistentVolumeClaim of a pod is deleted with the pod when you scale down.
If you scale up again while that pod still terminates, an `OrderedReady` controller finds a claim that is
about to be deleted. Nothing triggers the controller when the claim is finally deleted: no pod is created
until the next event of the StatefulSet, such as another apply. An autoscaler does this by itself when the
load returns within the grace period.

> When whenScaled is `Delete`, only the PVCs corresponding to replicas that are being scaled down are
> deleted, after their Pods have been deleted.

## Bad

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  minReplicas: 2
  maxReplicas: 8
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

A manual scale-down:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
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
  replicas: 3  # error: before db-3 and db-4 have terminated
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

`Parallel` StatefulSets are not affected:

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  minReplicas: 2
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  podManagementPolicy: Parallel
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

An autoscaler with a fixed number never scales down:

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  minReplicas: 3
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

The claims stay, so the controller does not have to wait:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
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
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.autoscaling import autoscaler_of, is_steady
from stslint.kubernetes.queries.objects import (
    claim_templates,
    first_ordinal,
    is_parallel,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.kubernetes.schema.versions import number
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS710"
SEVERITY = "info"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention"
)
FIELDS = ("whenScaled",)

_SINCE = 27
"""The first Kubernetes version (1.x) that honors the retention policy without a feature gate."""
_STANDS = "the StatefulSet is stuck until its next event"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    autoscaler = autoscaler_of(stateful_set, bundle)
    policy = None if autoscaler is None else _deletes(stateful_set, bundle)
    if policy is None or autoscaler is None or is_steady(autoscaler.root):
        return
    yield Problem(
        policy,
        f"if {autoscaler.kind} `{autoscaler.name}` scales down and up again before the pod has terminated, "
        f"{_STANDS}",
        help="use `whenScaled: Retain`, or `podManagementPolicy: Parallel` for a new StatefulSet",
        related=(Related(autoscaler.root.at("spec.scaleTargetRef"), "the autoscaler"),),
    )


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if after >= before or _deletes(new, bundle) is None or autoscaler_of(new, bundle) is not None:
        return
    start = first_ordinal(new)
    going = range(start + after, start + before)
    yield Problem(
        new.at("spec.replicas"),
        f"if it is scaled up again before {ordinals_in_words(name(new), going)} "
        f"{'has' if len(going) == 1 else 'have'} terminated, {_STANDS}",
        help="wait until these pods have terminated before you scale up; another apply unblocks it",
        related=(Related(old.at("spec.replicas"), "the previous value"),),
    )


def _deletes(stateful_set: Node, bundle: Bundle) -> Node | None:
    """Returns the field that deletes the claims of an `OrderedReady` StatefulSet, or None."""
    policy = stateful_set.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled")
    honoured = number(bundle.kubernetes_version) >= _SINCE
    ordered = not is_parallel(stateful_set)
    return (
        policy
        if policy.value == "Delete" and honoured and ordered and claim_templates(stateful_set)
        else None
    )
