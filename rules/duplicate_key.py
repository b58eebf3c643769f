"""The same key appears twice in one mapping.

Only the author knows which of the two values is intended. kubectl silently keeps the last one, an API server
with strict validation refuses both, and a person who reads the file sees the first one.

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
