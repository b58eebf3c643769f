"""The value has a type that the field cannot hold: a string for a number, or a list for a mapping.

The API server refuses the whole object. Whole numbers can be written as `3`, `3.0`, `1e1` or `0x3`; a number
in quotes is a string.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: "3"  # error: whole number
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:  # error
        name: nginx
        image: nginx:1.27
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3.0
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 50%
```
"""

from __future__ import annotations

ID = "STS006"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"
