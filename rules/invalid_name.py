"""A name that is not of the form which Kubernetes and DNS need.

A StatefulSet's name becomes part of its pods' host names, so it must be a DNS label: lower-case letters,
digits and `-`, at most 63. The same holds for containers, volumes and claim templates.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: Web  # error: `Web`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web.v2  # error: `web.v2`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web-v2
```
"""

from __future__ import annotations

ID = "STS012"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
