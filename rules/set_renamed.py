"""A StatefulSet was renamed: its pods start with empty volumes.

The name of a PersistentVolumeClaim consists of the names of the claim template and the StatefulSet, and the
ordinal. A StatefulSet with a new name does not find the old claims: `data-db-0` remains unused, and
`data-database-0` is created empty. The names of the pods and their DNS names change too.

> For each VolumeClaimTemplate entry defined in a StatefulSet, each Pod receives one PersistentVolumeClaim.

The rule treats two StatefulSets as the same one if their claim templates have the same names and their
containers use the same images.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database  # error: `db` was renamed to `database`
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

A different application replaces the first one:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: mysql:8.4
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
  volumeClaimTemplates:
  - metadata:
      name: data
```

A second StatefulSet is added next to the first:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
  volumeClaimTemplates:
  - metadata:
      name: data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import containers, image_name, name, namespace
from stslint.kubernetes.queries.storage import claim_names
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS705"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage"

_Make = tuple[str, frozenset[str], tuple[str, ...]]


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    gone: dict[_Make, list[Node]] = {}
    for stateful_set in _only_in(old, new):
        gone.setdefault(_make_of(stateful_set), []).append(stateful_set)
    came: dict[_Make, list[Node]] = {}
    for stateful_set in _only_in(new, old):
        came.setdefault(_make_of(stateful_set), []).append(stateful_set)
    for make, after in came.items():
        before = gone.get(make, [])
        # If several were added or removed, it is not clear which one became which.
        if make[1] and len(before) == len(after) == 1:
            yield _problem(before[0], after[0])


def _only_in(bundle: Bundle, other: Bundle) -> Iterator[Node]:
    for stateful_set in bundle.of_kind("StatefulSet"):
        if stateful_set.fragment or not stateful_set.name:
            continue
        if other.find("StatefulSet", stateful_set.namespace, stateful_set.name) is None:
            yield stateful_set.root


def _make_of(stateful_set: Node) -> _Make:
    images = sorted({image_name(container) for container in containers(stateful_set)})
    return namespace(stateful_set), frozenset(claim_names(stateful_set)), tuple(images)


def _problem(before: Node, after: Node) -> Problem:
    claim = min(claim_names(after))
    return Problem(
        after.at("metadata.name"),
        f"`{name(before)}` was renamed to `{name(after)}`: its pods start with empty volumes, and the data "
        f"in the old claims, such as `{claim}-{name(before)}-0`, is not used",
        help="keep the name, or copy the data into claims with the new names before the pods start",
        related=(Related(before.at("metadata.name"), "the previous name"),),
    )
