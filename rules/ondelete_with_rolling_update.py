"""`OnDelete` takes no further settings, so a `rollingUpdate` block beside it is refused.

With `OnDelete` the controller updates nothing by itself: a pod gets the new template when it is deleted by
hand. A partition means nothing then. Even an empty block is refused; `rollingUpdate: null` counts as
absent.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: OnDelete
    rollingUpdate:  # error: OnDelete
      partition: 1
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    type: OnDelete
    rollingUpdate: null
```
"""

from __future__ import annotations

ID = "STS020"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies"
