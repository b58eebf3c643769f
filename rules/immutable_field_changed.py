"""A field that can't change on a stored StatefulSet is another one than before.

Replicas, ordinals, template, update strategy, claim retention and `minReadySeconds` may change, and since
1.33 the limit of the revision history. The API server refuses any other change of the spec, and the whole
apply with it: nothing of what else changed takes effect.

What can't change needs a new object: delete the set with `--cascade=orphan`, which leaves its pods and claims
running, and apply the new one, which takes them over. Tools that replace by force delete the pods as well.

Values are compared for what they mean: `1Gi` is `1024Mi`, an absent field is its default. What changes in a
claim template has pages of its own: `claim-size-changed`, `claim-metadata-changed`, `claim-set-changed`.

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

Another class for the claims:

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
