"""A volume has the same name as a claim template, and is silently replaced by the claim.

The controller adds the claim under that name to each pod, regardless of the `volumes` in the template. What
looks like a ConfigMap or an `emptyDir` is an empty disk.

A volume that has only a name is a leftover, and is reported as info.

> A claim in this list takes precedence over any volumes in the template, with the same name.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      volumes:
      - name: config  # error: replaced by the claim
        configMap: {name: db}
      - name: run
        emptyDir: {}
      - name: data  # error: replaced by the claim
  volumeClaimTemplates:
  - metadata:
      name: config
  - metadata:
      name: data
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      volumes:
      - name: config
        configMap: {name: db}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.storage import claim_names, volumes
from stslint.kubernetes.values.edits import element_removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS203"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
FRAGMENTS = True
FIELDS = ("volumes",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    claims = claim_names(stateful_set)
    for name, volume in volumes(stateful_set).items():
        if name in claims:
            yield Problem(
                volume,
                f"the volume `{name}` is replaced by the claim template of the same name",
                help="remove the volume, or rename one of the two",
                severity=None if len(volume.entries()) > 1 else "info",
                fix=_fix(name, volume),
            )


def _fix(name: str, volume: Node) -> Fix | None:
    edit = element_removal(volume)
    note = "a changed template restarts the pods"
    return Fix(f"remove the volume `{name}`", (edit,), safe=False, note=note) if edit else None
