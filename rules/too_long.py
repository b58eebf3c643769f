"""A text or a list is longer than Kubernetes allows.

Everything that Kubernetes derives from it, such as a file name, a label or a DNS name, has a maximum length,
and the whole object must fit into etcd. The API server refuses the object instead of truncating it.

## Bad

The annotations of one object can have 256 KiB in total; a hostname has at most 64 characters:

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
      hostnameOverride: a-host-name-that-goes-on-and-on-until-it-is-longer-than-linux-itself-allows  # error
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
      hostnameOverride: web-host
      containers:
      - name: web
        image: nginx:1.27
```
"""

from __future__ import annotations

ID = "STS017"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
