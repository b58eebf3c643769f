"""A container mounts a volume that neither `volumes` nor a volume claim template provides.

Up to Kubernetes 1.33, the API server accepted such a StatefulSet, but no pod was created. Later versions
refuse the StatefulSet.

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
        volumeMounts:
        - name: www  # error: `www`
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 1Gi
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
        volumeMounts:
        - name: data
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 1Gi
```
"""

from __future__ import annotations

ID = "STS018"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/storage/volumes/"
