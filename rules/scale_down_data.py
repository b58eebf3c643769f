"""Fewer replicas than before: the pods of the highest ordinals go, and their data stays or goes with them.

Claims stay by default. When the set grows again the pods come back with the data of today, which by then is
old: a member of a cluster may bring back what has been deleted meanwhile. With `whenScaled: Delete` the
claims are deleted. A store that counts its members does not notice that they are gone for good, and takes
them for lost.

> Deleting and/or scaling a StatefulSet down will not delete the volumes associated with the StatefulSet.
> This is done to
> ensure data safety, which is generally more valuable than an automatic purge of all related StatefulSet
> resources.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
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
  replicas: 3  # error: db-3 and db-4 go
  volumeClaimTemplates:
  - metadata:
      name: data
```

The claims go too:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 2
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:  # error: db-1 goes, and its claims are deleted
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

Members of a quorum:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 5
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.21
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 2  # error: 2 of 5 members are no majority
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.21
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
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
  replicas: 5
  volumeClaimTemplates:
  - metadata:
      name: data
```

Nothing is kept:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
```

From now on an autoscaler sets the number:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  minReplicas: 3
  maxReplicas: 9
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.images import QUORUM, role
from stslint.kubernetes.queries.objects import (
    claim_templates,
    first_ordinal,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS706"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    written = new.at("spec.replicas")
    is_quorum = role(new) == QUORUM
    if after >= before or not (claim_templates(new) or is_quorum):
        return
    if not written and autoscaler_of(new, bundle) is not None:
        return
    start = first_ordinal(new)
    going = ordinals_in_words(name(new), range(start + after, start + before))
    yield Problem(
        written,
        f"{going} {'goes' if before - after == 1 else 'go'}, {_fate(new, before, after, is_quorum)}",
        help=_advice(new, is_quorum),
        related=(Related(old.at("spec.replicas"), "it was this"),),
    )


def _fate(new: Node, before: int, after: int, is_quorum: bool) -> str:
    its = "its" if before - after == 1 else "their"
    if is_quorum and after <= before // 2:
        return f"and {after} of {before} members are no majority"
    if not claim_templates(new):
        return f"and {its} membership stays"
    if _deletes_claims(new):
        return f"and {its} claims are deleted with the data"
    start = "it starts" if its == "its" else "they start"
    return f"and {its} claims stay: scaled up again, {start} with old data"


def _advice(new: Node, is_quorum: bool) -> str:
    if is_quorum:
        return "remove the members from the cluster first, one at a time, and then scale down"
    if _deletes_claims(new):
        return "back up what is still needed before this is applied"
    return "move the data off these pods first; delete their claims if it must not come back"


def _deletes_claims(new: Node) -> bool:
    return new.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled").value == "Delete"
