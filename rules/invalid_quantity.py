"""Kubernetes cannot read an amount of memory, storage or CPU.

The suffixes are `m`, `k`, `M`, `G`, `T`, `P`, `E` (powers of 1000) and `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`
(powers of 1024), in exactly this case and without a `B`.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 10GB  # error: `10GB`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        resources:
          limits:
            memory: 1gi  # error: `1gi`
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
      - name: nginx
        image: nginx:1.27
        resources:
          limits:
            memory: 1Gi
            cpu: 0.5
```
"""

from __future__ import annotations

ID = "STS011"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"
