"""With a grace period of 0, the name of a pod is reused before its processes have stopped.

A pod that is deleted without a grace period disappears from the API immediately, and the controller creates
its replacement without waiting for the kubelet. If the old processes are still running, two members with
the same name write, perhaps to the same volume.

> For the above to lead to graceful termination, the Pod must not specify a
> pod.Spec.TerminationGracePeriodSeconds of
> 0. The practice of setting a pod.Spec.TerminationGracePeriodSeconds of 0 seconds is unsafe and strongly
> discouraged for
> StatefulSet Pods.

A negative number counts as 1; newer API servers warn about it themselves.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 0  # error: before its processes have stopped
      containers:
      - name: db
        image: postgres:17.2
```

Up to 1.26, the API server does not warn about a negative number:

```yaml kubernetes=1.26
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      terminationGracePeriodSeconds: -1  # error: counts as 1 second
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

Without the field, the grace period is 30 seconds:

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
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS501"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/#delete-pods"
FRAGMENTS = True
FIELDS = ("terminationGracePeriodSeconds",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    grace = pod_spec(stateful_set).get("terminationGracePeriodSeconds")
    if not grace:
        return
    if grace.integer(1) == 0:
        fault = (
            "the name of a deleted pod is reused before its processes have stopped: two pods can write to "
            "the same volume"
        )
    elif grace.integer(1) < 0 and number(bundle.kubernetes_version) < GRACE_PERIOD_MINOR:
        fault = "a negative grace period counts as 1 second: processes are killed before they stop cleanly"
    else:
        return
    yield Problem(
        grace,
        fault,
        help="remove the field to get the default of 30 seconds, or set the time that a clean shutdown takes",
        fix=_fix(grace),
    )


def _fix(grace: Node) -> Fix | None:
    edit = removal(grace)
    return edit and Fix(
        "remove `terminationGracePeriodSeconds`", (edit,), safe=False, note="this restarts the pods"
    )
