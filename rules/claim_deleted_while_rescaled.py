"""Scaled in and out again at once, the set stands still: the pod's claim goes with it, and nobody notices.

With `whenScaled: Delete` the claim of a pod that is scaled in is deleted with the pod. If the set is scaled
out again while that pod still terminates, an `OrderedReady` controller meets a claim that is about to go,
and when it is gone nothing wakes it: no pod is created until the set's next event, such as another apply.
An autoscaler does this by itself when the load comes back within the grace period.

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

A scale-in by hand:

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
  replicas: 3  # error: before db-3 and db-4 are gone
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

`Parallel` sets are not affected:

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

An autoscaler with no choice never scales in:

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

The claims stay, and so nothing has to be waited for:

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
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS710"
SEVERITY = "info"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention"
)

_SINCE = 27
"""The first minor that honours the retention policy without a gate."""
_STANDS = "the set stands still until its next event"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    autoscaler = autoscaler_of(stateful_set, bundle)
    policy = _deletes(stateful_set, bundle)
    if policy is None or autoscaler is None or is_steady(autoscaler.root):
        return
    yield Problem(
        policy,
        f"if {autoscaler.kind} `{autoscaler.name}` scales in and out again before the pod is gone, {_STANDS}",
        help="use `whenScaled: Retain`, or for a new set `podManagementPolicy: Parallel`",
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
        f"if it is scaled out again before {ordinals_in_words(name(new), going)} "
        f"{'is' if len(going) == 1 else 'are'} gone, {_STANDS}",
        help="wait until these pods are gone before you scale out again; another apply wakes the set",
        related=(Related(old.at("spec.replicas"), "it was this"),),
    )


def _deletes(stateful_set: Node, bundle: Bundle) -> Node | None:
    """Returns the field that deletes the claims of an `OrderedReady` set, or nothing."""
    policy = stateful_set.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled")
    honoured = number(bundle.kubernetes_version) >= _SINCE
    ordered = not is_parallel(stateful_set)
    return (
        policy
        if policy.value == "Delete" and honoured and ordered and claim_templates(stateful_set)
        else None
    )
