"""The RuntimeClass of the pods is not in the checked files: without it, no pod is created.

The StatefulSet is accepted, but every pod that the controller creates for it is rejected, because the API
server looks up the overhead of the RuntimeClass when the pod is created.

> If the named RuntimeClass does not exist, or the CRI cannot run the corresponding handler, the pod will
> enter the
> Failed terminal phase.

A RuntimeClass is a cluster-wide object and is usually defined elsewhere, so the rule can report a missing
one only in a run with `--complete`.

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
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS507"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/containers/runtime-class/#usage"
FIELDS = ("runtimeClassName",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    wanted = pod_spec(stateful_set).get("runtimeClassName")
    name = wanted.string()
    if not name or bundle.find("RuntimeClass", "", name):
        return
    if not bundle.complete:
        yield NotChecked(
            "a RuntimeClass can be defined elsewhere: use --complete if the checked files hold all manifests"
        )
        return
    yield Problem(
        wanted,
        f"no RuntimeClass `{name}` in the checked files: without it, every pod of the StatefulSet is "
        "rejected",
        help="add the RuntimeClass to the checked files, or correct the name",
    )
