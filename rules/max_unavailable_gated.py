"""This Kubernetes does not follow `maxUnavailable` in a StatefulSet, and says nothing.

The field has been behind the gate `MaxUnavailableStatefulSet`, off by default, from 1.24 to 1.34, and again
in 1.36; while it is off, the API server drops the field from what it stores, and pods are updated one by
one. The gate was on in 1.35.0 to 1.35.3, where a rollout of a `Parallel` set could take down more pods than
asked for, and off again from 1.35.4. It is on from 1.37.

> maxUnavailable: [...] This field is alpha-level and is only honored by servers that enable the
> MaxUnavailableStatefulSet feature.

A value of 1 is what happens anyway, and is left alone.

## Bad

```yaml kubernetes=1.34
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 2  # error: Kubernetes 1.34 ignores
```

```yaml kubernetes=1.35
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  podManagementPolicy: Parallel
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 40%  # error: depends on the patch
```

## Good

```yaml kubernetes=1.37
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 2
```

```yaml kubernetes=1.34
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.disruption import GATE_ON_BY_MISTAKE, honours_max_unavailable, max_unavailable
from stslint.kubernetes.schema.versions import number
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS304"
SEVERITY = "warning"
SOURCE = "https://github.com/kubernetes/enhancements/issues/961"
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    field, version = max_unavailable(stateful_set), bundle.kubernetes_version
    if not field or field.value == 1 or honours_max_unavailable(version):
        return
    if number(version) == GATE_ON_BY_MISTAKE:
        fault = "depends on the patch in Kubernetes 1.35: 1.35.4 and later update one pod at a time"
    else:
        fault = f"has no effect: Kubernetes {version} ignores it and updates one pod at a time"
    yield Problem(
        field,
        f"`maxUnavailable: {field.value}` {fault}",
        help="count on one pod at a time, or enable the gate MaxUnavailableStatefulSet",
    )
