"""The file is not valid YAML, so nothing in it reaches the cluster.

kubectl stops at the first mistake and reports a line that is often not the one to fix. stslint reports the
right line, fixes a copy in memory, and continues to check the rest of the manifest.

The most common mistakes are a key without its colon, a line that is indented by a tab or by one space too
many, a quote that is never closed, and the markers of a merge conflict. Another keyboard layout writes
characters that only look like YAML's: a full-width colon, a typographic quote, a no-break space. The message
names them.

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

```yaml
apiVersion: apps/v1
kind：StatefulSet  # error: FULLWIDTH COLON
metadata:
  name: web
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
