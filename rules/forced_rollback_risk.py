"""A revision that never becomes ready blocks the StatefulSet, even after you revert the template.

With `OrderedReady`, the controller waits for the broken pod to become Ready before it does anything else,
even if the template was corrected long ago. You have to delete the pod by hand. This rule is off by
default, because it applies to every StatefulSet with the default policy. `stslint plan` shows which pod
would be affected.

> Due to a known issue [...] After reverting the template, you must also delete any Pods that StatefulSet
> had already attempted to run with the bad configuration.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:  # error: must be deleted by hand
  replicas: 3
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  podManagementPolicy: Parallel
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  updateStrategy:
    type: OnDelete
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import is_parallel, name, replicas, update_type
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS307"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback"
DEFAULT = False


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if (
        is_parallel(stateful_set)
        or update_type(stateful_set) != "RollingUpdate"
        or not replicas(stateful_set)
    ):
        return
    yield Problem(
        stateful_set.at("spec.podManagementPolicy"),
        f"if a new revision of `{name(stateful_set)}` never becomes ready, reverting it is not enough: "
        "the broken pod must be deleted by hand",
        help="use `podManagementPolicy: Parallel` for a new StatefulSet, or plan how to roll back before "
        "you roll out",
    )
