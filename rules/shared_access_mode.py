"""A claim template requests shared access, although only one pod mounts each claim.

Each pod gets its own claim, so no other pod ever mounts it. `ReadWriteMany` limits the choice to network file
systems, on which databases are slow or lose data. With most block storage, the claim stays `Pending`.

> ReadWriteMany: the volume can be mounted as read-write by many nodes.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteMany]  # error: only one pod mounts the claim
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOncePod]
```

Another workload also uses the claims:

```yaml
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  jobTemplate:
    spec:
      template:
        spec:
          volumes:
          - name: data
            persistentVolumeClaim: {claimName: data-db-0}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteMany]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.indexes import NAMED_CLAIMS, claim_stem
from stslint.kubernetes.queries.objects import claim_templates, name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS220"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"
FRAGMENTS = True
FIELDS = ("accessModes",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        modes = claim.at("spec.accessModes").elements()
        shared = [mode for mode in modes if mode.value == "ReadWriteMany"]
        template = claim.at("metadata.name").string()
        if not shared or any(bundle.found(NAMED_CLAIMS, claim_stem(template, name(stateful_set)))):
            continue
        for mode in shared:
            yield Problem(
                mode,
                f"only one pod mounts the claim `{template}`, but it requests shared access",
                help="set `ReadWriteOnce` or `ReadWriteOncePod` before the StatefulSet is created",
            )
