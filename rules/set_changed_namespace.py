"""A StatefulSet moved to another namespace: its pods start with empty volumes.

A PersistentVolumeClaim belongs to a namespace. In the new namespace, the controller creates new claims, and
the old ones stay in the old namespace, together with the old StatefulSet until you delete it. Secrets,
ConfigMaps and the names in DNS are those of the new namespace too.

> PersistentVolumes binds are exclusive, and since PersistentVolumeClaims are namespaced objects, mounting
> claims with "Many" modes is only possible within one namespace.

The rule treats two StatefulSets as the same one if their names and claim templates are the same, and none
of them is in both versions. A manifest without a namespace can be applied to any; if only one of the two
has one, the finding is info.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: store  # error: moves from the namespace `shop` to `store`
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

One more in another namespace:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: store
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.storage import claim_names
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS716"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#a-note-on-namespaces"


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    gone, came = _only_in(old, new), _only_in(new, old)
    for name, after in came.items():
        before = gone.get(name, [])
        if len(before) == len(after) == 1 and _have_the_same_claims(before[0].root, after[0].root):
            yield _problem(before[0], after[0])


def _have_the_same_claims(one: Node, other: Node) -> bool:
    return claim_names(one) == claim_names(other) != frozenset()


def _only_in(bundle: Bundle, other: Bundle) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for each in bundle.of_kind("StatefulSet"):
        if not each.fragment and each.name and other.find("StatefulSet", each.namespace, each.name) is None:
            found.setdefault(each.name, []).append(each)
    return found


def _problem(before: Document, after: Document) -> Problem:
    old, new = (f"`{each.namespace}`" if each.namespace else "of the apply" for each in (before, after))
    claim = f"{min(claim_names(after.root))}-{after.name}-0"
    return Problem(
        after.root.at("metadata.namespace"),
        f"`{after.name}` moves from the namespace {old} to {new}: its pods start "
        "with empty volumes, and the claims, such as "
        f"`{claim}`, stay in the old namespace",
        help="keep the namespace, or copy the data into claims of the new namespace before the pods start",
        severity=None if before.namespace and after.namespace else "info",
        related=(Related(before.root.at("metadata.namespace"), "the previous namespace"),),
    )
