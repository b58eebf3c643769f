"""A claim template of an existing StatefulSet was added, removed, renamed or moved in the list.

Claim templates are immutable, so the API server rejects the change. To make it anyway, delete the StatefulSet
with `kubectl delete statefulset db --cascade=orphan`, which keeps the pods and their PersistentVolumeClaims,
and apply the new manifest. Each pod gets its missing claims when it restarts.

A renamed template counts as a new one: its claims get new, empty volumes, and the claims with the old name
remain unused with the data. Copy the data first, or keep the name.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
  - metadata:
      name: wal  # error: `wal` was added
```

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: storage  # error: `data` became `storage`
```

The order also matters:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
  - metadata:
      name: wal
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:  # error: their order
  - metadata:
      name: wal
  - metadata:
      name: data
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

ID = "STS704"
LAYER = "api"
SEVERITY = "error"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
