"""A text or a list is longer than Kubernetes stores.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
        ports:
        - name: metrics-endpoint  # error: 15
          containerPort: 9090
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
        ports:
        - name: metrics
          containerPort: 9090
```
"""

from __future__ import annotations

ID = "STS017"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
