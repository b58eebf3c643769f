"""A volume claim template requests something that no volume can provide.

`ReadWriteOncePod` guarantees that only one pod uses the volume, so it cannot be combined with other access
modes. A claim must also request an amount of storage.

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
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.27
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOncePod, ReadWriteOnce]  # error
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
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.27
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOncePod]
      resources:
        requests:
          storage: 1Gi
```
"""

from __future__ import annotations

ID = "STS022"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"
