"""With a grace period of 0 the pod's name is free before its processes are gone.

A pod that is deleted with no grace vanishes from the API at once, and the controller makes its successor
without waiting for the kubelet. If the old processes still run, two members of one name write, perhaps to
one volume.

> For the above to lead to graceful termination, the Pod must not specify a
> pod.Spec.TerminationGracePeriodSeconds of
> 0. The practice of setting a pod.Spec.TerminationGracePeriodSeconds of 0 seconds is unsafe and strongly
> discouraged for
> StatefulSet Pods.

Of a negative number, which counts as 1, the API server warns itself.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 0  # error: before its processes are gone
      containers:
      - name: db
        image: postgres:17.2
```

Up to 1.26 the API server does not warn of a negative one:

```yaml kubernetes=1.26
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      terminationGracePeriodSeconds: -1  # error: is taken for 1 second
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 120
      containers:
      - name: db
        image: postgres:17.2
```

Thirty seconds, if nothing is said:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.validation.pod_warnings import GRACE_PERIOD_MINOR
from stslint.kubernetes.values.edits import removal
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS501"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/#delete-pods"
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    grace = pod_spec(stateful_set).get("terminationGracePeriodSeconds")
    if not grace:
        return
    if grace.integer(1) == 0:
        fault = (
            "a deleted pod's name is given to its successor before its processes are gone: two may write "
            "to one volume"
        )
    elif grace.integer(1) < 0 and number(bundle.kubernetes_version) < GRACE_PERIOD_MINOR:
        fault = "a negative grace period is taken for 1 second: processes are killed before they have stopped"
    else:
        return
    yield Problem(
        grace,
        fault,
        help="leave it out, which means 30 seconds, or give as long as a clean stop takes",
        fix=_fix(grace),
    )


def _fix(grace: Node) -> Fix | None:
    edit = removal(grace)
    return edit and Fix("take it out", (edit,), safe=False, note="restarts the pods")
