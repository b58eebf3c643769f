"""Replicas and template change in one apply: the set is scaled first, and updated after that.

New ordinals start with the new template while the old pods still run the old one, so two versions meet
before a single old pod was updated. If the new version does not come up, scaling stands still as well.
Scaled down, the pods of the highest ordinals go before anything new has proved itself.

Ordinals below the `partition` start with the old template. In two applies each step can be watched and
taken back by itself.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5  # error: db-3 and db-4 start with the new template
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
```

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 2  # error: db-2 goes before any pod is updated
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
  template:
    spec:
      containers:
      - image: postgres:16.4
        name: db
```

Nothing ran before, so nothing old meets anything new:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 0
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.4
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import (
    first_ordinal,
    name,
    ordinals_in_words,
    pod_template,
    replicas,
    update_type,
)
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS707"
SEVERITY = "warning"
SOURCE = "https://github.com/kubernetes/kubernetes/issues/116629"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if before == after or not before or not after or update_type(new) != "RollingUpdate":
        return
    if pod_template(old).plain() == pod_template(new).plain():
        return
    start, stem = first_ordinal(new), name(new)
    if after > before:
        fresh = _from_partition(new, before, after)
        if not fresh:
            return
        what = f"{ordinals_in_words(stem, range(start + fresh[0], start + fresh[-1] + 1))} start"
        what = (
            what if len(fresh) > 1 else what + "s"
        ) + " with the new template before any old pod is updated"
    else:
        what = ordinals_in_words(stem, range(start + after, start + before))
        what += f" {'goes' if before - after == 1 else 'go'} before any pod is updated"
    yield Problem(
        new.at("spec.replicas"),
        f"replicas and template change together: {what}",
        help="apply one after the other: the template at the old number of replicas, and then the number",
        related=(Related(old.at("spec.replicas"), "it was this"),),
    )


def _from_partition(new: Node, before: int, after: int) -> range:
    partition = new.at("spec.updateStrategy.rollingUpdate.partition").integer(0)
    return range(max(before, partition), after)
