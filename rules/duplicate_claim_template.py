"""Two claim templates have the same name, and only the last of them is used.

The controller keeps its claims by name, so the later template replaces the earlier one, with its size and
its class. The API server takes both.

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
  - metadata:  # error: `data` is a second time
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
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS202"
SEVERITY = "error"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    first: dict[str, Node] = {}
    for claim in claim_templates(stateful_set):
        name = claim.at("metadata.name").string()
        earlier = first.setdefault(name, claim) if name else claim
        if earlier is not claim:
            yield Problem(
                claim,
                f"the claim template `{name}` is a second time here, and replaces the first",
                help="drop one of them, or give it another name and mount it",
                related=(Related(earlier, "the first one"),),
            )
