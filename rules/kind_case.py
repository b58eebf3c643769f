"""The kind is written in another case, or with a slip, and Kubernetes knows no kind of that name.

Kinds are case-sensitive: `statefulset` is what kubectl accepts on its command line, a manifest needs
`StatefulSet`. Only Kubernetes' own groups are judged; a custom resource may be called anything.

## Bad

```yaml
apiVersion: apps/v1
kind: statefulset  # error: no kind `statefulset`
metadata:
  name: web
```

```yaml
apiVersion: apps/v1
kind: StatefullSet  # error: no kind `StatefullSet`
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

A kind of another group is that group's own business:

```yaml
apiVersion: apps.kruise.io/v1beta1
kind: Statefulset
metadata:
  name: web
```
"""

from __future__ import annotations

ID = "STS002"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/"
