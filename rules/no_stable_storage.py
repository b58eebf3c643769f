"""The StatefulSet stores nothing: it has no claim template and no volume that outlives its pods.

A StatefulSet is worth its slow rollouts if each pod needs a stable name and its own disk. If neither is
needed, a Deployment rolls out faster and replaces the pods of lost nodes by itself. This rule is off by
default, because the name alone can be reason enough.

> If an application doesn't require any stable identifiers or ordered deployment, deletion, or scaling, you
> should deploy your application using a workload object that provides a set of stateless replicas.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:  # error: stores nothing
  template:
    spec:
      volumes:
      - name: run
        emptyDir: {}
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
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      volumes:
      - name: pictures
        nfs: {server: files.example.com, path: /pictures}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, name
from stslint.kubernetes.queries.storage import volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS211"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#using-statefulsets"
DEFAULT = False

GONE_WITH_THE_POD = frozenset(
    {"name", "emptyDir", "configMap", "secret", "projected", "downwardAPI", "image"}
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    lasting = any(set(volume.entries()) - GONE_WITH_THE_POD for volume in volumes(stateful_set).values())
    if not claim_templates(stateful_set) and not lasting:
        yield Problem(
            stateful_set.at("spec.volumeClaimTemplates"),
            f"`{name(stateful_set)}` stores nothing: it has no claim and no volume that outlives its pod",
            help="add `volumeClaimTemplates`, or use a Deployment if the pods need no stable names",
        )
