"""A claim template came, went, was renamed or moved in the list, which a stored set does not allow.

To get there all the same, delete the set with `kubectl delete statefulset db --cascade=orphan`, which
leaves the pods and their claims, and apply the new manifest. Each pod gets the claims it lacks when it
restarts.

A renamed template is a new one: its claims are new, empty volumes, and those of the old name stay behind
with the data. Copy the data first, or keep the name.

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

The order counts as well:

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
