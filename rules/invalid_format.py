"""The text does not have the form that the field requires, such as a path, an address or a time.

Other parts of Kubernetes rely on this form: the kubelet joins paths, and the network components parse
addresses. The API server refuses the object before anything is created from it.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      hostAliases:
      - ip: 10.0.0.256  # error
        hostnames: [backup]
      containers:
      - name: web
        image: nginx:1.27
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      hostAliases:
      - ip: 10.0.0.25
        hostnames: [backup]
      containers:
      - name: web
        image: nginx:1.27
```
"""

from __future__ import annotations

ID = "STS016"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/"
