"""`replicas` was removed although the old manifest sets it: an apply scales the StatefulSet to one pod.

`kubectl apply` and Helm remove a field that the last applied manifest contains and the new one does not.
The API server then fills in the default, which is 1. All other pods are deleted, from the highest to the
second, and with `whenScaled: Delete` their claims too. An autoscaler scales up again afterwards, but then
the pods are gone, and with `whenScaled: Delete` the pods that come back are empty.

> Keep in mind that the removal of spec.replicas may incur a one-time degradation of Pod counts as the
> default value of this key is 1

With server-side apply, the field is removed too if no other manager owns it. A deletion of only one pod (2
to 1) without an autoscaler is reported as a scale-down (STS706) as well. The rule cannot see how the
manifest is applied, and whether the line was removed from the `last-applied-configuration` of the live
object.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  replicas: 4
```

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: cache
spec:
  minReplicas: 4
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: cache}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:  # error: scales it from 4 pods to 1
  serviceName: cache
```

Without an autoscaler, and with claims that are deleted:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:  # error: deletes db-1 and db-2 with their claims
  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  replicas: 4
```

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: cache
spec:
  minReplicas: 4
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: cache}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  replicas: 4
```

The default is what was set:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.kubectl import edit_last_applied
from stslint.kubernetes.queries.objects import (
    claim_templates,
    first_ordinal,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS714"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    written, count = old.at("spec.replicas"), replicas(old)
    if new.at("spec.replicas") or not written or count < 2:
        return
    start = first_ordinal(new)
    going = ordinals_in_words(name(new), range(start + 1, start + count))
    autoscaler = autoscaler_of(new, bundle)
    edit = edit_last_applied(new, bundle)
    yield Problem(
        new.at("spec.replicas"),
        f"`replicas` was removed: an apply scales it from {count} pods to 1, and "
        f"deletes {going}{_claims(new)}",
        help=_help(count, edit if autoscaler else ""),
        related=(Related(written, "the previous value"),),
    )


def _claims(new: Node) -> str:
    policy = new.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled").value
    return " with their claims" if policy == "Delete" and claim_templates(new) else ""


def _help(count: int, edit: str) -> str:
    if not edit:
        return f"set `replicas: {count}`"
    return (
        f"keep `replicas: {count}` in this change; to give the number to the "
        f"autoscaler, first remove the line with `{edit}`"
    )
