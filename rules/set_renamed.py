"""A set is gone and another of the same make has come: its pods start with new, empty volumes.

The name of a claim is made of the claim template's, the set's and the ordinal. Under a new name of the set
nothing finds the old claims: `data-db-0` stays behind, and `data-database-0` is made empty. The names of the
pods and their DNS names are new as well.

> For each VolumeClaimTemplate entry defined in a StatefulSet, each Pod receives one PersistentVolumeClaim.

Two sets are taken for the same when they have claims of the same names, and the same image.

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
  name: database  # error: `db` became `database`
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

Something else came in its place:

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

A second set beside the first:

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
from stslint.model import Answer, Bundle, Node, Problem, Related

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
        # Where several came or went, which became which can't be told.
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
        f"`{name(before)}` became `{name(after)}`: its pods start with empty volumes, and those of "
        f"`{claim}-{name(before)}-0` and on stay behind",
        help="keep the name, or copy the data into claims of the new names before the pods start",
        related=(Related(before.at("metadata.name"), "it was this"),),
    )
