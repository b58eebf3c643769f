"""The size in a claim template can't change on a stored set, and changing it would grow no volume.

Claims are made from the template once and never again. The API server refuses the new size, and with it the
whole apply. To grow the volumes of a running set:

1. Ask for more in each claim: `kubectl patch pvc data-db-0 -p
'{"spec":{"resources":{"requests":{"storage":"20Gi"}}}}'`,    then `data-db-1` and so on. The storage class
must have `allowVolumeExpansion: true`. 2. Delete the set and leave its pods: `kubectl delete statefulset db
--cascade=orphan`. 3. Apply the new manifest. The set takes the pods over, and claims of later ordinals get
the new size.

A volume never shrinks. For less, make a set of another name and copy the data.

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
