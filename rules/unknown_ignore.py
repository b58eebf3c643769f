"""A comment or an annotation ignores a rule that does not exist, so nothing is ignored.

You can refer to rules by ID, prefix of IDs or name: `STS201`, `STS2`, `no-stable-storage`. `stslint rules`
lists them. A comment that begins with `stslint:` and requests something else is also reported.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: -3  # stslint: ignore=STS999 we mean it  # error: unknown rule `STS999`
  serviceName: web
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  annotations:
    stslint.dev/ignore: unknown-feild  # error: unknown rule `unknown-feild`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: -3  # stslint: disable=STS010  # error: unknown stslint comment `disable`
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

ID = "STS026"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"
CHECKED_BY = "ignores"
