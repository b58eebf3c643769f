"""This Kubernetes version silently ignores `maxUnavailable` in a StatefulSet.

The field depends on the feature gate `MaxUnavailableStatefulSet`, which is off by default from 1.24 to
1.34, and again in 1.36. While the gate is off, the API server removes the field from what it stores, and
the controller updates one pod at a time. In 1.35.0 to 1.35.3 the gate was on, and a rollout of a `Parallel`
StatefulSet could take down more pods than requested. From 1.35.4 the gate is off again. It is on from 1.37.

> maxUnavailable: [...] This field is alpha-level and is only honored by servers that enable the
> MaxUnavailableStatefulSet feature.

A value of 1 is the default behavior, so it is not reported.

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
      maxUnavailable: 40%  # error: depends on the patch version
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
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS304"
SEVERITY = "warning"
SOURCE = "https://github.com/kubernetes/enhancements/issues/961"
FRAGMENTS = True
FIELDS = ("maxUnavailable",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    field, version = max_unavailable(stateful_set), bundle.kubernetes_version
    if not field or field.value == 1 or honours_max_unavailable(version):
        return
    if number(version) == GATE_ON_BY_MISTAKE:
        fault = "depends on the patch version of Kubernetes 1.35: 1.35.4 and later update one pod at a time"
    else:
        fault = f"has no effect: Kubernetes {version} ignores it and updates one pod at a time"
    yield Problem(
        field,
        f"`maxUnavailable: {field.value}` {fault}",
        help="expect one pod at a time, or enable the feature gate MaxUnavailableStatefulSet",
    )
