"""Up to Kubernetes 1.33, a rollout of a `Parallel` StatefulSet does not wait for `minReadySeconds`.

The rollout continues as soon as a pod is Ready; it does not wait until the pod has stayed Ready for the
specified time. If a new version crashes after a minute, it has already reached every pod. From 1.34, a
rollout waits for this time under both policies.

> .spec.minReadySeconds is an optional field that specifies the minimum number of seconds for which a newly
> created Pod should be running and ready without any of its containers crashing, for it to be considered
> available.

The bug is described in kubernetes/kubernetes#119234.

## Bad

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  podManagementPolicy: Parallel
  minReadySeconds: 60  # error: a rollout ignores `minReadySeconds: 60`
```

## Good

```yaml kubernetes=1.34
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  podManagementPolicy: Parallel
  minReadySeconds: 60
```

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  podManagementPolicy: OrderedReady
  minReadySeconds: 60
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import is_parallel
from stslint.kubernetes.schema.versions import number
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS308"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#minimum-ready-seconds"
FRAGMENTS = True
FIELDS = ("minReadySeconds",)

WAITED_FOR_SINCE = 34


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    seconds = stateful_set.at("spec.minReadySeconds")
    if seconds.integer() <= 0 or not is_parallel(stateful_set):
        return
    if number(bundle.kubernetes_version) < WAITED_FOR_SINCE:
        yield Problem(
            seconds,
            f"a rollout ignores `minReadySeconds: {seconds.integer()}`: with the policy `Parallel`, "
            f"Kubernetes {bundle.kubernetes_version} waits only until each pod is Ready",
            help="delay readiness by that time: set `initialDelaySeconds` or `successThreshold` of the "
            "readiness probe",
        )
