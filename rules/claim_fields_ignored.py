"""A claim template sets a namespace, a kind or an API version that has no effect.

The controller creates the claims in the namespace of the StatefulSet, always as `v1`
PersistentVolumeClaims. The API server accepts other values in the template, but nothing uses them. A
manifest that sets them expects something that will not happen.

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
      namespace: disks  # error: created in the namespace of the StatefulSet
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
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS205"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes"
FRAGMENTS = True
FIELDS = ("volumeClaimTemplates",)

ALWAYS = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        for field, value in ALWAYS.items():
            node = claim.get(field)
            if node.string(value) != value:
                yield Problem(
                    node,
                    f"`{field}: {node.string()}` has no effect: a claim is always created as `{value}`",
                    help=f"set `{value}` before the StatefulSet is created: claim templates are immutable",
                )
        where = claim.at("metadata.namespace")
        if where.string() and where.string() != namespace(stateful_set):
            yield Problem(
                where,
                f"`namespace: {where.string()}` has no effect: "
                "the claim is created in the namespace of the StatefulSet",
                help="remove it before the StatefulSet is created: claim templates are immutable",
            )
