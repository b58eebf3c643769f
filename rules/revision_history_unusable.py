"""The revision history is unusable: it keeps no old revision to return to, or it grows forever.

With `revisionHistoryLimit: 0`, each old revision is deleted as soon as no pod runs it, so `kubectl rollout
undo` finds none. A negative number is accepted by the API server and keeps every revision forever. From
1.33, the API server itself warns about it.

> revisionHistoryLimit is the maximum number of revisions that will be maintained in the StatefulSet's
> revision history. The default value is 10.

Up to 1.32, the field cannot be changed on a live StatefulSet.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  revisionHistoryLimit: 0  # error: no revision to return to
```

```yaml kubernetes=1.32
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  revisionHistoryLimit: -1  # error: every old revision forever
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  revisionHistoryLimit: 2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS310"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
FRAGMENTS = True
FIELDS = ("revisionHistoryLimit",)

MUTABLE_SINCE = 33


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    limit = stateful_set.at("spec.revisionHistoryLimit")
    mutable = number(bundle.kubernetes_version) >= MUTABLE_SINCE
    if not limit or limit.integer() > 0 or (limit.integer() < 0 and mutable):
        return
    none_left = limit.integer() == 0
    yield Problem(
        limit,
        "`kubectl rollout undo` finds no revision to return to: no old revision is kept"
        if none_left
        else "a negative limit keeps every old revision forever",
        help="remove the field; the default keeps 10 revisions",
        fix=_fix(limit) if mutable else None,
    )


def _fix(limit: Node) -> Fix | None:
    edit = removal(limit)
    return Fix("remove `revisionHistoryLimit`", (edit,)) if edit else None
