"""A field or a value is not allowed here, although it is valid elsewhere.

A StatefulSet keeps its pods running, so the `restartPolicy` of its template must be `Always`, and
`activeDeadlineSeconds` is not allowed. Other fields exclude each other: a volume has one source, and a probe
has one handler.

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

The `restartPolicy` of an init container makes it a sidecar:

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
