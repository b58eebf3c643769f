"""Two claim templates have the same name, and only the last of them is used.

The controller stores the claims of a pod by name, so the later template replaces the earlier one, including
its size and its storage class. The API server accepts both.

> VolumeClaimTemplates is a list of claims that pods are allowed to reference.

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
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 10Gi}}
  - metadata:  # error: duplicate claim template `data`
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
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
  - metadata:
      name: log
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS202"
SEVERITY = "error"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
FRAGMENTS = True
FIELDS = ("volumeClaimTemplates",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    first: dict[str, Node] = {}
    for claim in claim_templates(stateful_set):
        name = claim.at("metadata.name").string()
        earlier = first.setdefault(name, claim) if name else claim
        if earlier is not claim:
            yield Problem(
                claim,
                f"duplicate claim template `{name}`: it replaces the first one",
                help="remove one of them, or rename it and mount it",
                related=(Related(earlier, "the first one"),),
            )
