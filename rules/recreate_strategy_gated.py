"""The update strategy `Recreate` needs a feature gate that is off by default.

It deletes all pods of an old revision at once. In Kubernetes 1.37 it is an alpha feature with the feature
gate `StatefulSetRecreateStrategy`; if the gate is off, the API server refuses the strategy.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: Recreate  # error
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: RollingUpdate
```
"""

from __future__ import annotations

ID = "STS021"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://github.com/kubernetes/enhancements/issues/3541"
