"""The selector does not match the labels of the pod template.

The StatefulSet would create pods that it does not own. The template can have more labels than the selector.

> You must set the `.spec.selector` field of a StatefulSet to match the labels of its
> `.spec.template.metadata.labels`.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: webserver  # error
    spec:
      containers:
      - name: web
        image: nginx:1.27
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      containers:
      - name: web
        image: nginx:1.27
```
"""

from __future__ import annotations

ID = "STS019"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-selector"
