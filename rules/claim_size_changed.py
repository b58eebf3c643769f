"""The size in a claim template of an existing StatefulSet was changed, which the API server rejects.

A PersistentVolumeClaim is created from the template once and never updated from it, so the new size would not
grow any volume. The API server rejects the new size and with it the whole apply. To grow the volumes of a
running StatefulSet:

1. Request more storage in each claim, first in `data-db-0`, then in `data-db-1` and so on. The StorageClass
   must have `allowVolumeExpansion: true`:
   `kubectl patch pvc data-db-0 -p '{"spec":{"resources":{"requests":{"storage":"20Gi"}}}}'`
2. Delete the StatefulSet but keep its pods: `kubectl delete statefulset db --cascade=orphan`
3. Apply the new manifest. The new StatefulSet adopts the pods, and claims of higher ordinals get the new
   size.

A volume never shrinks. For a smaller volume, create a StatefulSet with a different name and copy the data.

> You can only expand a PVC if its storage class's allowVolumeExpansion field is set to true.

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
    spec:
      resources:
        requests:
          storage: 10Gi
  - metadata:
      name: log
    spec:
      resources:
        requests:
          storage: 2Gi
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
      resources:
        requests:
          storage: 20Gi  # error: `data` of an existing StatefulSet cannot grow
  - metadata:
      name: log
    spec:
      resources:
        requests:
          storage: 1Gi  # error: claim template `log` cannot shrink
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
    spec:
      resources:
        requests:
          storage: 1Gi
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
      resources:
        requests:
          storage: 1024Mi
```
"""

from __future__ import annotations

ID = "STS702"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims"
