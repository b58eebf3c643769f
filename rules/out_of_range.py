"""The number is below or above what the field allows.

There cannot be fewer than zero pods, and no port is above 65535. Other numbers are limited by a second one:
a request is at most its limit. The API server refuses the object.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: -1  # error: negative
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 0  # error
```

## Good

A partition above the number of replicas is allowed, and another rule reports it:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 7
      maxUnavailable: 50%
```
"""

from __future__ import annotations

ID = "STS010"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"
