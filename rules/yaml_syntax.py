"""The text is no YAML, so nothing of it reaches the cluster.

kubectl stops at the first mistake and names a line that is often not the one to mend. stslint names the line,
mends a copy in memory, and goes on checking the rest of the manifest.

The mistakes that people make most are a key without its colon, a line indented by a tab or by one space too
many, a quote that is never closed, and the marks of a merge conflict.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec  # error: `spec` has no colon
  serviceName: web
  replicas: 3
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
   replicas: 3  # error: indentation
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName web  # error: `serviceName` has no colon
  replicas: 3
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
```
"""

from __future__ import annotations

ID = "STS001"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://yaml.org/spec/1.1/"
