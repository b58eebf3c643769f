"""The manifest contains fields that the API server sets itself, left over from `kubectl get -o yaml`.

`status` is ignored, and `managedFields` adds noise to every diff. `uid` can make the next apply fail: it
identifies one stored object, and this object might have been recreated since. The other fields are reported
together as one finding, on the first of them. A `resourceVersion` is rejected by the API server itself
(STS014).

> Populated by the system. Read-only. Value must be treated as opaque by clients.

The same fields in a claim template are not reported, because claim templates cannot be changed on a live
StatefulSet.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  creationTimestamp: null  # error: `metadata.creationTimestamp`, `spec.template.metadata.creationTimestamp`
  uid: 0c7e9d0e-0000-4000-8000-000000000000  # error: apply fails if the object was recreated
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
  creationTimestamp: null  # error: here they have no effect
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
status:  # error: sets `status` itself
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
```

Inside of a claim template, where tools leave such fields, too:

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
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS508"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System"
FRAGMENTS = True

WRITTEN_BY_SERVER = ("creationTimestamp", "generation", "managedFields", "selfLink")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    found = list(_written(stateful_set))
    if found:
        names = [f"`{node.path}`" for node in found]
        listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        silent = "they have" if len(found) > 1 else "it has"
        yield Problem(
            found[0],
            f"the API server sets {listed} itself: here {silent} no effect",
            help="remove this field" if len(found) == 1 else "remove these fields",
            on="key",
            fix=_fix(found),
        )
    uid = stateful_set.at("metadata.uid")
    if uid:
        message = "the API server sets `metadata.uid` itself: an apply fails if the object was recreated"
        yield Problem(uid, message, help="remove this field", on="key", fix=_fix([uid]))


def _written(stateful_set: Node) -> Iterator[Node]:
    own, of_pods = stateful_set.get("metadata"), stateful_set.at("spec.template.metadata")
    for part, keys in (
        (own, WRITTEN_BY_SERVER),
        (of_pods, (*WRITTEN_BY_SERVER, "resourceVersion", "uid")),
        (stateful_set, ("status",)),
    ):
        entries = part.entries()
        yield from (entries[key] for key in keys if key in entries)


def _fix(nodes: list[Node]) -> Fix | None:
    edits = tuple(edit for edit in map(removal, nodes) if edit is not None)
    title = "remove this field" if len(nodes) == 1 else "remove these fields"
    return Fix(title, edits) if len(edits) == len(nodes) else None
