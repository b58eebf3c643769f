"""Without old revisions there is nothing to go back to.

`revisionHistoryLimit: 0` deletes each old revision as soon as no pod runs it, so `kubectl rollout undo`
finds none. A negative number, which the API server takes, keeps every revision for ever; from 1.33 on the
server warns of it itself.

> revisionHistoryLimit is the maximum number of revisions that will be maintained in the StatefulSet's
> revision history. The default value is 10.

Up to 1.32 the field can't be changed on a live set.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  revisionHistoryLimit: 0  # error: nothing to go back to
```

```yaml kubernetes=1.32
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  revisionHistoryLimit: -1  # error: every old revision for ever
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
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS310"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
FRAGMENTS = True

MUTABLE_SINCE = 33


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    limit = stateful_set.at("spec.revisionHistoryLimit")
    mutable = number(bundle.kubernetes_version) >= MUTABLE_SINCE
    if not limit or limit.integer() > 0 or (limit.integer() < 0 and mutable):
        return
    none_left = limit.integer() == 0
    yield Problem(
        limit,
        "`kubectl rollout undo` finds nothing to go back to: no old revision is kept"
        if none_left
        else "a negative limit keeps every old revision for ever",
        help="drop the field, and 10 revisions are kept",
        fix=_fix(limit) if mutable else None,
    )


def _fix(limit: Node) -> Fix | None:
    edit = removal(limit)
    return Fix("drop `revisionHistoryLimit`", (edit,)) if edit else None
