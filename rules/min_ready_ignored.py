"""Up to Kubernetes 1.33 a rollout of a `Parallel` set does not wait for `minReadySeconds`.

The rollout goes on as soon as a pod is Ready; the time that it should stay so is not waited for. A new
version that dies after a minute has then reached every pod. From 1.34 on the time is kept under both
policies.

> .spec.minReadySeconds is an optional field that specifies the minimum number of seconds for which a newly
> created Pod should be running and ready without any of its containers crashing, for it to be considered
> available.

Seen in kubernetes/kubernetes#119234.

## Bad

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  podManagementPolicy: Parallel
  minReadySeconds: 60  # error: not waited for
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
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS308"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#minimum-ready-seconds"
FRAGMENTS = True

WAITED_FOR_SINCE = 34


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    seconds = stateful_set.at("spec.minReadySeconds")
    if seconds.integer() <= 0 or not is_parallel(stateful_set):
        return
    if number(bundle.kubernetes_version) < WAITED_FOR_SINCE:
        yield Problem(
            seconds,
            f"the {seconds.integer()} seconds are not waited for in a rollout: Kubernetes "
            f"{bundle.kubernetes_version} only waits for Ready when the policy is `Parallel`",
            help="let the readiness probe take that long, with `initialDelaySeconds` or `successThreshold`",
        )
