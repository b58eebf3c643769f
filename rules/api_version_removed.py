"""The API version that the manifest names is no longer served.

StatefulSets left `apps/v1beta1`, `apps/v1beta2` and `extensions/v1beta1` in Kubernetes 1.16. The old versions
filled in a selector from the template's labels; `apps/v1` wants it written out.

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
