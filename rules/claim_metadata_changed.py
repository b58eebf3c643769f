"""Labels and annotations of a claim template can't change on a stored set.

Mostly it is a label with the version of a chart in it, which changes with each release: the first install
goes well, and every upgrade is refused. Keep such labels out of claim templates from the beginning.

On a running set, write what it was, or delete the set with `--cascade=orphan` and apply the new manifest.
Claims that exist keep the labels that they have; `kubectl label pvc` changes those.

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

A label that went:

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
