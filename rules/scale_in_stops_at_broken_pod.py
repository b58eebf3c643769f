"""The replicas shrink under `OrderedReady`: one pod that is not Ready stops the scale-in.

The controller deletes one pod at a time, from the highest ordinal, and waits until all remaining pods are
Running and Ready. If a pod is broken, which is often the reason to scale in, nothing happens: a broken
pod with a lower ordinal blocks the deletion of the higher ones, and no event says why.

> Before a scaling operation is applied to a Pod, all of its predecessors must be Running and Ready.

This is info, because the rule cannot see whether all pods are Ready. Check it before you apply the
change. Under `Parallel`, pods are deleted without waiting; the field cannot be changed in an existing
StatefulSet, which has to be recreated with `--cascade=orphan`.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ingest
spec:
  replicas: 5
  template:
    spec:
      containers:
      - name: ingest
        image: registry.example.com/ingest:1
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ingest
spec:
  replicas: 3  # error: ingest-3 and ingest-4
  template:
    spec:
      containers:
      - name: ingest
        image: registry.example.com/ingest:1
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ingest
spec:
  podManagementPolicy: Parallel
  replicas: 5
  template:
    spec:
      containers:
      - name: ingest
        image: registry.example.com/ingest:1
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ingest
spec:
  podManagementPolicy: Parallel
  replicas: 3
  template:
    spec:
      containers:
      - name: ingest
        image: registry.example.com/ingest:1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import first_ordinal, is_parallel, name, ordinals_in_words, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS313"
SEVERITY = "info"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees"
)


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if is_parallel(new) or after >= before or not new.at("spec.replicas"):
        return
    start = first_ordinal(new)
    if start != first_ordinal(old):
        return
    removed = ordinals_in_words(name(new), range(start + after, start + before))
    yield Problem(
        new.at("spec.replicas"),
        f"{removed}: the controller deletes a pod only while all pods with lower ordinals are Ready, so one "
        "broken pod stops the scale-in",
        help="check that all pods are Ready first; delete or repair a broken pod, or roll its revision back",
    )
