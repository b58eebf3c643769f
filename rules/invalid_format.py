"""A text that must have a certain form, such as a path, an address or a time, and does not.

The form is what another part of Kubernetes relies on: the kubelet joins paths, the network reads addresses.
The API server therefore refuses the object before anything is made from it.

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
