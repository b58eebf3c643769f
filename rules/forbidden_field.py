"""A field, or a value, that may not stand here, though it is right elsewhere.

A StatefulSet keeps its pods running, so its template's `restartPolicy` is `Always` and it has no
`activeDeadlineSeconds`. Other fields exclude each other: a volume has one source, a probe one handler.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      restartPolicy: OnFailure  # error: must be `Always`
      containers:
      - name: web
        image: nginx:1.27
```

## Good

An init container's own `restartPolicy` makes it a sidecar:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      restartPolicy: Always
      initContainers:
      - name: proxy
        image: envoyproxy/envoy:v1.31.0
        restartPolicy: Always
      containers:
      - name: web
        image: nginx:1.27
```
"""

from __future__ import annotations

ID = "STS014"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"
