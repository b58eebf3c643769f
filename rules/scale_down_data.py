"""A StatefulSet is scaled down: its highest pods are deleted, and their data stays or is deleted too.

By default, the PersistentVolumeClaims stay. When you scale up again, the pods start with the data of today,
which is outdated by then: a member of a cluster can bring back data that was deleted in the meantime. With
`whenScaled: Delete`, the claims are deleted. A data store with a fixed membership does not notice that the
members were removed for good, and treats them as failed.

With an autoscaler, the number of running pods is not the one in the old manifest, so the finding is info:
the apply scales to the new number, and the autoscaler to its own.

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
  replicas: 3  # error: db-3 and db-4 are deleted, but their claims stay
  volumeClaimTemplates:
  - metadata:
      name: data
```

The claims are deleted too:

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
spec:  # error: db-1 is deleted, and so are its claims
  persistentVolumeClaimRetentionPolicy:
    whenScaled: Delete
  volumeClaimTemplates:
  - metadata:
      name: data
```

The pods are members of a quorum:

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
  replicas: 2  # error: leaves 2 of 5 members without a majority
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

The StatefulSet stores no data:

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

From now on, an autoscaler sets the number of replicas:

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

from stslint.applications import is_quorum
from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.kubectl import edit_last_applied
from stslint.kubernetes.queries.objects import (
    claim_templates,
    first_ordinal,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS706"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    written = new.at("spec.replicas")
    quorum = is_quorum(new, bundle)
    if after >= before or not (claim_templates(new) or quorum):
        return
    autoscaler = autoscaler_of(new, bundle)
    if not written and autoscaler is not None:
        return
    start = first_ordinal(new)
    going = ordinals_in_words(name(new), range(start + after, start + before))
    yield Problem(
        written,
        f"{going} {'is' if before - after == 1 else 'are'} deleted, {_fate(new, before, after, quorum)}",
        help=_advice(new, quorum) if autoscaler is None else _without_replicas(new, bundle),
        severity=None if autoscaler is None else "info",
        related=(Related(old.at("spec.replicas"), "the previous value"),),
    )


def _without_replicas(new: Node, bundle: Bundle) -> str:
    edit = edit_last_applied(new, bundle)
    return (
        f"leave the number to the autoscaler: change its `minReplicas`, and remove `replicas` with `{edit}`"
    )


def _fate(new: Node, before: int, after: int, quorum: bool) -> str:
    its = "its" if before - after == 1 else "their"
    if quorum and after <= before // 2:
        return f"which leaves {after} of {before} members without a majority"
    if not claim_templates(new):
        return f"but the cluster still counts {its} membership"
    if _deletes_claims(new):
        return f"and so are {its} claims and their data"
    start = "it starts" if its == "its" else "they start"
    return f"but {its} claims stay: after a later scale-up, {start} with old data"


def _advice(new: Node, quorum: bool) -> str:
    if quorum:
        return "first remove the members from the cluster, one at a time, and then scale down"
    if _deletes_claims(new):
        return "back up the data that you still need before you apply this change"
    return "first move the data off these pods; delete their claims if the old data must not come back"


def _deletes_claims(new: Node) -> bool:
    return new.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled").value == "Delete"
