"""A label, an annotation or a selector has a key or a value in a form that Kubernetes does not allow.

A key is a name of at most 63 characters with an optional DNS prefix and a `/`. The value of a label has at
most 63 characters: letters, digits, `-`, `_` and `.`. It begins and ends with a letter or digit.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    team: data platform  # error
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    team: data-platform
    example.com/empty: ""
  annotations:
    note: annotations may hold any text
```
"""

from __future__ import annotations

ID = "STS015"
LAYER = "api"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"
