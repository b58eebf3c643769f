"""A comment or an annotation ignores a rule that reports nothing there.

The problem that it once silenced has been fixed or has moved, or the comment is on the wrong line. If it
stays, it silently hides the next mistake of that kind.

A comment applies to its own line or, if it is alone on its line, to the next one. An ignore of a rule that
did not run, or that could not check the manifest, is not reported.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3  # stslint: ignore=out-of-range we mean it  # error: reports nothing here
  serviceName: web
```

```yaml
# stslint: ignore-file=STS004 generated  # error: `STS004`
apiVersion: apps/v1
kind: StatefulSet
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
  replicas: -3  # stslint: ignore=out-of-range a test of the API server
  serviceName: web
```
"""

from __future__ import annotations

ID = "STS025"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"
CHECKED_BY = "ignores"
