"""A claim template says a namespace, a kind or an API version that is not used.

Claims are made in the set's namespace and are always `v1` PersistentVolumeClaims; whatever else the
template says is taken and forgotten. Who wrote it expects something that will not happen.

> Claims must exist in the same namespace as the Pod using the claim.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  volumeClaimTemplates:
  - apiVersion: v2  # error: apiVersion
    kind: Volume  # error: kind
    metadata:
      name: data
      namespace: disks  # error: made in the set's namespace
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      namespace: shop
  - metadata:
      name: log
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, namespace
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS205"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes"
FRAGMENTS = True

ALWAYS = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        for field, value in ALWAYS.items():
            node = claim.get(field)
            if node.string(value) != value:
                yield Problem(
                    node,
                    f"`{field}: {node.string()}` has no effect: a claim is always made as `{value}`",
                    help=f"write `{value}` before the set is live: claim templates are immutable",
                )
        where = claim.at("metadata.namespace")
        if where.string() and where.string() != namespace(stateful_set):
            yield Problem(
                where,
                f"`namespace: {where.string()}` has no effect: the claim is made in the set's namespace",
                help="drop it before the set is live: claim templates are immutable",
            )
