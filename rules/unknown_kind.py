"""kubectl cannot send the document: `apiVersion` or `kind` is missing, or no API server knows it.

Only the API groups of Kubernetes itself are checked: a group with a dot that does not belong to Kubernetes is
the group of a custom resource.

## Bad

```yaml
apiVersion: app/v1  # error: `app/v1`
kind: StatefulSet
metadata:
  name: web
```

```yaml
kind: StatefulSet  # error: no `apiVersion`
metadata:
  name: web
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
```

A kind of another group:

```yaml
apiVersion: monitoring.example.com/v1
kind: ServiceMonitor
metadata:
  name: web
```
"""

from __future__ import annotations

ID = "STS023"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields"
