"""A string field holds a value without quotes that Kubernetes reads as a boolean or a number.

Kubernetes reads YAML 1.1: `y`, `no`, `on` and `off` are booleans, `1e3` and `0o10` are numbers. Dates,
times such as `12:30:45` and versions with two dots are strings even without quotes.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        version: 1.27  # error: reads `1.27` as a number
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        env:
        - name: TLS
          value: on  # error: reads `on` as a boolean
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  annotations:
    built: 2023-09-22
    at: 12:30:45
spec:
  template:
    metadata:
      labels:
        version: "1.27"
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        env:
        - name: TLS
          value: "on"
```
"""

from __future__ import annotations

ID = "STS007"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://yaml.org/type/bool.html"
