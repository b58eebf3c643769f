"""Two entries of a list have what only one may have: a name, a mount path, a port.

Most lists of a manifest are maps by that one field: containers and volumes by name, mounts by path. A second
entry of the same name can't be told from the first, so the object is refused.

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
