"""The value is not one of those that the field allows.

The values are case-sensitive and have no short forms: `Parallel`, not `parallel`; `ReadWriteOnce`, not
`RWO`. Up to Kubernetes 1.33, the API server did not validate the pod template and the claim templates of a
StatefulSet: it accepted the StatefulSet, and then no pod or claim was created.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  podManagementPolicy: parallel  # error: `parallel`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [RWO]  # error: `RWO`
      resources:
        requests:
          storage: 1Gi
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  podManagementPolicy: Parallel
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 1Gi
```
"""

from __future__ import annotations

ID = "STS009"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"
