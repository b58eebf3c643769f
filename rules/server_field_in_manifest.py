"""The manifest holds fields that the API server writes itself, left over from `kubectl get -o yaml`.

`status` is ignored, `managedFields` clutter every diff, and `resourceVersion` and `uid` make the next apply
fail: they say which stored object is meant, and that one has changed since.

> Populated by the system. Read-only. Value must be treated as opaque by clients.

A claim template's fields can't be changed on a running set and are left alone.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  creationTimestamp: null  # error: `metadata.creationTimestamp`
  resourceVersion: "48211"  # error: the next apply fails
  uid: 0c7e9d0e-0000-4000-8000-000000000000  # error: the next apply fails
spec:
  serviceName: db
  template:
    metadata:
      creationTimestamp: null  # error: `spec.template.metadata.creationTimestamp`
      labels:
        app: db
status:  # error: `status`
  replicas: 3
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  template:
    metadata:
      labels:
        app: db
  volumeClaimTemplates:
  - metadata:
      name: data
      creationTimestamp: null
    status: {}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.edits import removal
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS508"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System"
FRAGMENTS = True

WRITTEN_BY_SERVER = ("creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid")
COMPARED = frozenset(("metadata.resourceVersion", "metadata.uid"))


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    found = [stateful_set.get("status")]
    for metadata in (stateful_set.get("metadata"), stateful_set.at("spec.template.metadata")):
        found += [metadata.get(key) for key in WRITTEN_BY_SERVER]
    for node in found:
        if node.present:
            compared = node and node.path in COMPARED
            end = "with it the next apply fails" if compared else "here it says nothing"
            yield Problem(
                node,
                f"the API server writes `{node.path}` itself: {end}",
                help="leave it out",
                on="key",
                fix=_fix(node),
            )


def _fix(node: Node) -> Fix | None:
    edit = removal(node)
    return edit and Fix("take it out", (edit,))
