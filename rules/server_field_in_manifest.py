"""The manifest holds fields that the API server writes itself, left over from `kubectl get -o yaml`.

`status` is ignored, `managedFields` clutter every diff, and `uid` makes the next apply fail: it says which
stored object is meant, and that one may have been made again since. All of them are one finding, on the
first; a `resourceVersion` is refused by the API server itself (STS014).

> Populated by the system. Read-only. Value must be treated as opaque by clients.

A claim template's fields can't be changed on a running set and are left alone.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  creationTimestamp: null  # error: `metadata.creationTimestamp`, `spec.template.metadata.creationTimestamp`
  uid: 0c7e9d0e-0000-4000-8000-000000000000  # error: the next apply fails
spec:
  serviceName: db
  template:
    metadata:
      creationTimestamp: null
      labels:
        app: db
status:
  replicas: 3
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  creationTimestamp: null  # error: here they say nothing
spec:
  serviceName: db
  template:
    metadata:
      creationTimestamp: null
      labels:
        app: db
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
status:  # error: writes `status` itself
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

from stslint.kubernetes.values.edits import removal
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS508"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System"
FRAGMENTS = True

WRITTEN_BY_SERVER = ("creationTimestamp", "generation", "managedFields", "selfLink")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    found = [node for node in _written(stateful_set) if node.present]
    if found:
        names = [f"`{node.path}`" for node in found]
        listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        silent = "they say" if len(found) > 1 else "it says"
        yield Problem(
            found[0],
            f"the API server writes {listed} itself: here {silent} nothing",
            help="leave it out" if len(found) == 1 else "leave them out",
            on="key",
            fix=_fix(found),
        )
    uid = stateful_set.at("metadata.uid")
    if uid:
        message = "the API server writes `metadata.uid` itself: with it the next apply fails"
        yield Problem(uid, message, help="leave it out", on="key", fix=_fix([uid]))


def _written(stateful_set: Node) -> Iterator[Node]:
    for metadata in (stateful_set.get("metadata"), stateful_set.at("spec.template.metadata")):
        yield from (metadata.get(key) for key in WRITTEN_BY_SERVER)
    yield from (stateful_set.at("spec.template.metadata").get(key) for key in ("resourceVersion", "uid"))
    yield stateful_set.get("status")


def _fix(nodes: list[Node]) -> Fix | None:
    edits = tuple(edit for edit in map(removal, nodes) if edit is not None)
    title = "take it out" if len(nodes) == 1 else "take them out"
    return Fix(title, edits) if len(edits) == len(nodes) else None
