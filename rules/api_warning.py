"""The API server accepts this and warns of it.

The warning is printed by kubectl once and by most pipelines never, so it is repeated here. It speaks of what
is stored as written and then does nothing, or something else than it seems to say.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  revisionHistoryLimit: -1  # error
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
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
  revisionHistoryLimit: 10
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.27
```
"""

from __future__ import annotations

ID = "STS024"
LAYER = "api"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/using-api/deprecation-policy/"
