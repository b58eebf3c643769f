"""The controller overwrites `hostname` and `subdomain` in the pod template.

Each pod of a StatefulSet gets its own name as `hostname` and the name of the governing Service as
`subdomain`, regardless of the template. A manifest that sets them expects other DNS names than the pods get.

> Each Pod in a StatefulSet derives its hostname from the name of the StatefulSet and the ordinal of the Pod.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 2
  template:
    spec:
      hostname: front  # error: its own name
      subdomain: shop  # error: `serviceName`
      restartPolicy: Always
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 2
  template:
    spec:
      restartPolicy: Always
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec
from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS115"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"
FRAGMENTS = True
FIELDS = ("hostname", "subdomain")

REPLACEMENTS = {"hostname": "its own name", "subdomain": "`serviceName`"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for field, replacement in REPLACEMENTS.items():
        node = pod_spec(stateful_set).get(field)
        if node.string():
            edit = removal(node)
            note = "a changed template restarts the pods"
            yield Problem(
                node,
                f"`{field}: {node.string()}` has no effect: each pod gets {replacement} instead",
                help="remove it",
                on="key",
                fix=Fix(f"remove `{field}`", (edit,), safe=False, note=note) if edit else None,
            )
