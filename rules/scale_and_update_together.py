"""Replicas and pod template change in one apply: the StatefulSet is first scaled, and only then updated.

New ordinals start with the new template while the old pods still run the old one, so two versions run side
by side before any old pod is updated. If the new version does not become ready, scaling stops as well. When
you scale down, the pods with the highest ordinals are deleted before any new pod has shown that it works.

A template that changes only with the number of replicas is not reported: a list of members that names the
new pods, a number such as `--bootstrap-expect=5`, `--initial-cluster-state=existing`, or the annotation with
a checksum of such a list.

Ordinals below the `partition` start with the old template. If you make the changes in two applies, you can
watch and revert each step separately.

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
  replicas: 2
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:1
        args: ["--peers=db-0.db,db-1.db", "--expect=2"]
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
        image: registry.example.com/db:1
        args: ["--peers=db-0.db,db-1.db,db-2.db", "--expect=3"]
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

from stslint.applications.peer_lists import named_ordinals
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
    templates = pod_template(old).plain(), pod_template(new).plain()
    if templates[0] == templates[1] or _follows_replicas(*templates, old, new):
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


def _follows_replicas(one: object, other: object, old: Node, new: Node) -> bool:
    """Returns whether a template differs only in what has to change together with the replicas."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            key == "annotations"
            or (
                one[key] == other[key]
                if key == "image"
                else _follows_replicas(one[key], other[key], old, new)
            )
            for key in one
        )
    if isinstance(one, list) and isinstance(other, list):
        longer = one[len(other) :] + other[len(one) :]
        pairs = zip(one, other, strict=False)
        return all(_follows_replicas(*pair, old, new) for pair in pairs) and all(
            isinstance(each, str) and bool(named_ordinals(each, new)) for each in longer
        )
    return one == other or _is_number_of_members(str(one), str(other), old, new)


def _is_number_of_members(one: str, other: str, old: Node, new: Node) -> bool:
    """Returns whether two texts differ in the pods that they name, or in the number of replicas."""
    if named_ordinals(one, new) != named_ordinals(other, new) or one.replace("new", "existing") == other:
        return True
    counted = one.replace(str(replicas(old)), "#"), other.replace(str(replicas(new)), "#")
    return counted[0] == counted[1] and "#" in counted[0] and "#" not in one
