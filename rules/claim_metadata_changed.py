"""A label or annotation in a claim template of an existing StatefulSet was changed.

Claim templates are immutable, including their labels and annotations. The usual cause is a label with the
chart version, which changes with each release: the first install succeeds, and the API server rejects every
upgrade. Do not add such labels to claim templates in the first place.

For a running StatefulSet, restore the previous value, or delete the StatefulSet with `--cascade=orphan` and
apply the new manifest. Existing PersistentVolumeClaims keep their labels; use `kubectl label pvc` to change
them.

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
      labels:
        app: db
        helm.sh/chart: db-1.2.3
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
      labels:
        app: db
        helm.sh/chart: db-1.3.0  # error: label `helm.sh/chart` of claim template `data`
```

An annotation was removed:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
      annotations:
        backup: daily
        owner: shop
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
      annotations:  # error: annotation `backup`
        owner: shop
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels:
    helm.sh/chart: db-1.2.3
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
  labels:
    helm.sh/chart: db-1.3.0
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
      labels: {}
```
"""

from __future__ import annotations

ID = "STS703"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://github.com/helm/charts/issues/6885"
