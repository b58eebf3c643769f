"""An immutable field of an existing StatefulSet was changed.

You can change replicas, ordinals, the pod template, the update strategy, the claim retention policy and
`minReadySeconds`, and from 1.33 also the revision history limit. The API server rejects any other change of
the spec and with it the whole apply: none of your other changes takes effect.

To change an immutable field, you need a new object. Delete the StatefulSet with `--cascade=orphan`, which
keeps its pods running and its PersistentVolumeClaims in place, and apply the new manifest. The new
StatefulSet adopts them. Tools that replace the object by force also delete the pods.

Values are compared by their meaning: `1Gi` equals `1024Mi`, and an absent field equals its default. Other
rules report changes in claim templates: `claim-size-changed`, `claim-metadata-changed` and
`claim-set-changed`.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: front
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web-headless  # error: cannot be changed from `web` to `web-headless`
  podManagementPolicy: Parallel  # error: `podManagementPolicy`
  selector:  # error: `selector`
    matchLabels:
      app: web
      tier: front
  template:
    metadata:
      labels:
        app: web
        tier: front
```

The StorageClass of a claim template was changed:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: standard
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
    spec:
      storageClassName: fast  # error: `storageClassName` of claim template `data`
```

## Good

What can change in an existing StatefulSet:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: front
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: back
```

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources:
        requests:
          storage: 1Gi
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  podManagementPolicy: OrderedReady
  minReadySeconds: 10
  revisionHistoryLimit: 3
  volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      labels: {}
    spec:
      volumeMode: Filesystem
      resources:
        requests:
          storage: 1024Mi
```
"""

from __future__ import annotations

ID = "STS701"
LAYER = "api"
SEVERITY = "error"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
