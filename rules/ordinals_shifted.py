"""The first ordinal was changed: pods outside the new range are deleted, and new pods get empty volumes.

The ordinal is part of the identity of a pod. If `ordinals.start` changes from 0 to 1, `web-0` is not
renamed: it is deleted, its PersistentVolumeClaim remains unused, and a new last pod is created with an
empty volume.

> .spec.ordinals.start: If the .spec.ordinals.start field is set, Pods will be assigned ordinals from
> .spec.ordinals.start up through .spec.ordinals.start + .spec.replicas - 1.

If the range only grows, nothing is lost. This happens in the target cluster when you migrate a StatefulSet
pod by pod. The rule also does not report pods that a StatefulSet with the same name in another namespace
takes over, because the files then contain both sides of the migration.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  ordinals:
    start: 1  # error: web-0 is deleted, and web-3 is created
```

The field is removed again:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  ordinals:
    start: 5
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:  # error: web-5 ... web-7 are deleted, and web-0 ... web-2 are created
  replicas: 3
```

## Good

The target of a migration takes over one more pod:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 1
  ordinals:
    start: 4
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 2
  ordinals:
    start: 3
```

Both sides of a migration, each in its own namespace:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: old
spec:
  replicas: 3
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: new
spec:
  replicas: 0
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: old
spec:
  replicas: 2
  ordinals:
    start: 1
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: new
spec:
  replicas: 1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import first_ordinal, name, namespace, ordinals_in_words, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS708"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#start-ordinal"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = _ordinals(old), _ordinals(new)
    going, coming = _outside(before, after), _outside(after, before)
    if before.start == after.start or not going or _move_elsewhere(new, going, bundle):
        return
    start = new.at("spec.ordinals.start")
    what = f"{_pods(new, going)} {'is' if len(going) == 1 else 'are'} deleted"
    if coming:
        what += f", and {_pods(new, coming)} {'is' if len(coming) == 1 else 'are'} created with new claims"
    yield Problem(
        start if start else new.get("spec"),
        f"the first ordinal changes from {before.start} to {after.start}: {what}",
        help="keep the first ordinal, or copy the data of the pods that are deleted",
        related=(Related(old.at("spec.ordinals.start"), "the previous value"),),
    )


def _ordinals(stateful_set: Node) -> range:
    start = first_ordinal(stateful_set)
    return range(start, start + replicas(stateful_set))


def _move_elsewhere(stateful_set: Node, going: range, bundle: Bundle) -> bool:
    """Returns whether a StatefulSet with this name in another namespace has all the deleted pods."""
    for there, held in bundle.derived(_held).get(name(stateful_set), ()):
        if there != namespace(stateful_set) and going[0] in held and going[-1] in held:
            return True
    return False


def _held(bundle: Bundle) -> dict[str, list[tuple[str, range]]]:
    found: dict[str, list[tuple[str, range]]] = {}
    for each in bundle.of_kind("StatefulSet"):
        found.setdefault(each.name, []).append((each.namespace, _ordinals(each.root)))
    return found


def _outside(ordinals: range, other: range) -> range:
    """Returns the ordinals that are not in the other range; of two gaps, the lower one."""
    if ordinals.stop <= other.start or ordinals.start >= other.stop:
        return ordinals
    if ordinals.start < other.start:
        return range(ordinals.start, other.start)
    return range(other.stop, max(ordinals.stop, other.stop))


def _pods(stateful_set: Node, ordinals: range) -> str:
    return ordinals_in_words(name(stateful_set), ordinals)
