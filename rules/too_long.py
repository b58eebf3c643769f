"""A text or a list is longer than Kubernetes stores.

What it makes of them, such as a file name, a label or a DNS name, has a fixed length, and an object has to
fit into the store as a whole. The API server refuses the object rather than cutting it.

## Bad

The annotations of one object may have 256 KiB together; a host name has at most 64 characters:

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
