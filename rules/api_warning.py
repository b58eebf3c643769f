"""The API server accepts the manifest but returns a warning.

kubectl prints the warning once, and most pipelines never show it, so stslint repeats it. Such a warning is
about a value that is stored as written and then has no effect, or a different effect than it seems to have.

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
