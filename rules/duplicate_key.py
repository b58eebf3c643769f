"""One mapping has the same key twice.

Which of the two is meant only the author knows. kubectl keeps the last one in silence, a strict server
refuses both, and whoever reads the file sees the first.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  serviceName: web
  replicas: 5  # error: duplicate key
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  serviceName: web
```
"""

from __future__ import annotations

ID = "STS005"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"
