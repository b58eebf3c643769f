"""An autoscaler sets the number of replicas, but every apply of this manifest resets it.

If the manifest contains `replicas`, `kubectl apply` resets the number on each deployment. Pods that the
autoscaler added are deleted, and the pods of a StatefulSet hold data.

> When an HPA is enabled, it is recommended that the value of spec.replicas of the Deployment and / or
> StatefulSet be
> removed from their manifest(s). If this isn't done, any time a change to that object is applied [...] this
> will
> instruct Kubernetes to scale the current number of Pods to the value of the spec.replicas key.

If you remove the line from a StatefulSet that is already applied, the API server fills in the default, and
the StatefulSet is scaled to one pod once. The linked page shows how to avoid this: run `kubectl apply
edit-last-applied` first.

## Bad

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  minReplicas: 2
  maxReplicas: 8
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3  # error: HorizontalPodAutoscaler `web`
```

```yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: workers
spec:
  scaleTargetRef:
    kind: StatefulSet
    name: worker
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: worker
spec:
  replicas: 1  # error: ScaledObject `workers`
```

## Good

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  minReplicas: 2
  maxReplicas: 8
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
```

The autoscaler scales a Deployment with the same name:

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 8
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.kubectl import edit_last_applied
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS408"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    written = stateful_set.at("spec.replicas")
    autoscaler = autoscaler_of(stateful_set, bundle)
    if autoscaler is None or not written:
        return
    edit = edit_last_applied(stateful_set, bundle)
    yield Problem(
        written,
        f"{autoscaler.kind} `{autoscaler.name}` sets `replicas`, but each apply resets it to "
        f"{written.integer()}",
        help=f"remove `replicas`; if the StatefulSet is already applied, first run `{edit}`, otherwise it is "
        "scaled to 1 once",
        severity=None if certainly_deployed_together(stateful_set, autoscaler.root, bundle) else "info",
        related=(Related(autoscaler.root.at("spec.scaleTargetRef"), "the autoscaler"),),
    )
