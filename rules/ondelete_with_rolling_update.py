"""`OnDelete` allows no further settings, so a `rollingUpdate` block next to it is refused.

With `OnDelete` the controller does not update any pods by itself: a pod gets the new template when you delete
it. A partition has no meaning then. The API server refuses even an empty block; `rollingUpdate: null` counts
as absent.

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
