"""Kubernetes does not know the field: this is usually a typo or a line with the wrong indentation.

With strict validation, which kubectl requests, the API server refuses the field. If a client does not request
it, the API server silently removes the field, and the StatefulSet runs without it.

> `Strict`: The API server rejects the request with a 400 Bad Request error when it detects any unknown or
> duplicate fields.

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
      - naem: nginx  # error: no field `naem`
        image: nginx:1.27
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  volumeClaimTemplate:  # error: no field `volumeClaimTemplate`
  - metadata:
      name: data
```

A field can be too new for the selected version:

```yaml kubernetes=1.25
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  ordinals:  # error: before Kubernetes 1.26
    start: 1
```

## Good

Labels, annotations and similar maps can have any key:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    naem: web
spec:
  template:
    spec:
      nodeSelector:
        disktype: ssd
      containers:
      - name: nginx
        image: nginx:1.27
```
"""

from __future__ import annotations

ID = "STS004"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"
