"""An item of a List has the same key twice, and kubectl sends only the last value.

kubectl takes a List apart before it sends its items, and keeps the last value of a duplicate key. The API
server never sees the first one, so it accepts the object without a warning. A person who reads the file sees
the first value, and the cluster gets the other. Outside of a List, the API server rejects such an object
(`duplicate-key`).

> The default validation setting for kubectl is --validate=true, which means strict server side field
> validation.

## Bad

```yaml
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: StatefulSet
  metadata:
    name: web
  spec:
    replicas: 3
    serviceName: web
    replicas: 5  # error: duplicate key `replicas`
```

## Good

```yaml
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: StatefulSet
  metadata:
    name: web
  spec:
    replicas: 5
    serviceName: web
```
"""

from __future__ import annotations

ID = "STS027"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"
CHECKED_BY = "reading"
