"""The kind has the wrong case or a typo, and Kubernetes has no kind of that name.

Kinds are case-sensitive: kubectl accepts `statefulset` on its command line, but a manifest needs
`StatefulSet`. Only the API groups of Kubernetes itself are checked; a custom resource can have any kind.

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

A kind of another API group is not checked:

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
