"""A partition keeps the lower pods on the old revision, even after they are recreated.

A partition marks one stage of a rollout. The pods below it keep the old image, and after a crash or a drain
they are recreated with the old image too, no matter how long ago the template was changed. A partition that
stays in the manifest silently splits the StatefulSet into two versions, and scaling to zero loses the pods
of the old revision for good.

> If a partition is specified, all Pods with an ordinal that is greater than or equal to the partition will
> be updated when the StatefulSet's .spec.template is updated. All Pods with an ordinal that is less than
> the partition will not be updated, and, even if they are deleted, they will be recreated at the previous
> version.

If you want a permanent canary, add an annotation whose name contains `canary`, such as `stslint.dev/canary:
"true"`. The rule then reports nothing.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      partition: 3  # error: web-0 ... web-2 stay on the old revision
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 2
  ordinals:
    start: 5
  updateStrategy:
    rollingUpdate:
      partition: 1  # error: web-5 stays on the old revision
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      partition: 0
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  annotations:
    stslint.dev/canary: "true"
spec:
  replicas: 5
  updateStrategy:
    rollingUpdate:
      partition: 4
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import first_ordinal, name, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS303"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions"
FIELDS = ("partition",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    partition = stateful_set.at("spec.updateStrategy.rollingUpdate.partition")
    if 0 < partition.integer() < replicas(stateful_set) and not _is_canary(stateful_set):
        yield Problem(
            partition,
            f"{_held_back(stateful_set, partition.integer())} on the old revision, even when recreated",
            help="once the new revision works as expected, lower `partition` step by step to 0",
        )


def _is_canary(stateful_set: Node) -> bool:
    return any("canary" in key.lower() for key in stateful_set.at("metadata.annotations").entries())


def _held_back(stateful_set: Node, count: int) -> str:
    start, stem = first_ordinal(stateful_set), name(stateful_set) or "the StatefulSet"
    if count == 1:
        return f"{stem}-{start} stays"
    joint = " and " if count == 2 else " ... "
    return f"{stem}-{start}{joint}{stem}-{start + count - 1} stay"
