"""A comment or an annotation ignores a rule that finds nothing there.

What it once silenced has been mended or has moved, or it stands on the wrong line. Left in place it would
silence the next mistake of that sort without a word.

A comment speaks for its own line, or, on a line of its own, for the next one. Nothing is said of a rule that
did not run, or could not answer.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3  # stslint: ignore=out-of-range we mean it  # error: ignores nothing
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
