"""The RuntimeClass that the pods name is nowhere, so no pod is made.

The set is accepted, and each pod that the controller makes for it is refused, because the API server looks
up what the class costs when the pod is created.

> If the named RuntimeClass does not exist, or the CRI cannot run the corresponding handler, the pod will
> enter the
> Failed terminal phase.

A class belongs to the cluster and mostly lives elsewhere, so only a run with `--complete` can know that it
is missing.

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      runtimeClassName: gvisor  # error: no RuntimeClass `gvisor`
```

## Good

```yaml complete
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata:
  name: gvisor
handler: runsc
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      runtimeClassName: gvisor
```

## Not checked

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      runtimeClassName: gvisor
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec
from stslint.model import Answer, Bundle, Node, NotChecked, Problem

ID = "STS507"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/containers/runtime-class/#usage"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    wanted = pod_spec(stateful_set).get("runtimeClassName")
    name = wanted.string()
    if not name or bundle.find("RuntimeClass", "", name):
        return
    if not bundle.complete:
        yield NotChecked(
            "a RuntimeClass belongs to the cluster: with --complete one that is not here is missing"
        )
        return
    yield Problem(
        wanted,
        f"no RuntimeClass `{name}` in the files of this run: without it every pod of the set is refused",
        help="add it to what is deployed, or correct the name",
    )
