"""The manifest uses an API version that Kubernetes no longer serves.

Kubernetes 1.16 stopped serving StatefulSets and other workloads under `apps/v1beta1`, `apps/v1beta2` and
`extensions/v1beta1`. The old versions defaulted the selector from the labels of the pod template; `apps/v1`
requires an explicit selector.

## Bad

```yaml
apiVersion: apps/v1beta1  # error: removed from `apps/v1beta1` in Kubernetes 1.16
kind: StatefulSet
metadata:
  name: web
```

```yaml
apiVersion: policy/v1beta1  # error: removed from `policy/v1beta1`
kind: PodDisruptionBudget
metadata:
  name: web
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
```
"""

from __future__ import annotations

ID = "STS003"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/"
