"""Two entries of a list have the same name, mount path, port or other key that must be unique.

Most lists in a manifest are maps keyed by that one field: containers and volumes by name, mounts by path. A
second entry with the same key cannot be distinguished from the first, so the API server refuses the object.

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
      - name: web  # error: `web`
        image: busybox:1.36
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
      - name: sidecar
        image: busybox:1.36
```
"""

from __future__ import annotations

ID = "STS013"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"
