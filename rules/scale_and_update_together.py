"""Replicas and pod template change in one apply: the StatefulSet is first scaled, and only then updated.

New ordinals start with the new template while the old pods still run the old one, so two versions run side by
side before any old pod is updated. If the new version does not become ready, scaling stops as well. When you
scale down, the pods with the highest ordinals are deleted before any new pod has shown that it works.

Ordinals below the `partition` start with the old template. If you make the changes in two applies, you can
watch and revert each step separately. A template that changes only where it names or counts the members, and
in checksums, belongs to the new number of replicas and is not reported.

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
  replicas: 2  # error: db-2 is deleted before any pod is updated
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

The list of members grows with the replicas:

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
        image: registry.example.com/db:3
        args: ["--join=db-0.db,db-1.db,db-2.db", --members=3]
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
      - name: db
        image: registry.example.com/db:3
        args: ["--join=db-0.db,db-1.db,db-2.db,db-3.db,db-4.db", --members=5]
```

No pod ran before, so the two versions never run side by side:

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

from stslint.kubernetes.queries.growth import only_grows_with
from stslint.kubernetes.queries.objects import (
    first_ordinal,
    name,
    ordinals_in_words,
    pod_template,
    replicas,
    update_type,
)
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS707"
SEVERITY = "warning"
SOURCE = "https://github.com/kubernetes/kubernetes/issues/116629"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if before == after or not before or not after or update_type(new) != "RollingUpdate":
        return
    if pod_template(old).plain() == pod_template(new).plain() or only_grows_with(old, new):
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
        what += f" {'is' if before - after == 1 else 'are'} deleted before any pod is updated"
    yield Problem(
        new.at("spec.replicas"),
        f"replicas and template change together: {what}",
        help="first apply the template with the old number of replicas, and then the new number",
        related=(Related(old.at("spec.replicas"), "the previous value"),),
    )


def _from_partition(new: Node, before: int, after: int) -> range:
    partition = new.at("spec.updateStrategy.rollingUpdate.partition").integer(0)
    return range(max(before, partition), after)
