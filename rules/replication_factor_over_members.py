"""A replication factor needs more members than there are: writes or groups never work.

A store that keeps several copies refuses to write, or does not create a topic, while fewer members run than a
setting asks for. All pods are Ready, and every client fails. A minimum of copies that is equal to the number
of members works until the first member restarts: each rollout stops all writes.

> Internal topic creation will fail until the cluster size meets this replication factor requirement.

The rule counts the replicas of all workloads in the namespace that run the same image of a family in
`stslint/applications` ([how to describe custom images](https://stslint.github.io/stslint/applications/)). It
is silent if an autoscaler sets the number. Without `--complete`, other members can be elsewhere, and the
finding is info. See the [report of a single broker](https://github.com/confluentinc/cp-helm-charts/issues/236)
and the [report of a single Loki](https://github.com/grafana/loki/issues/8899).

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: kafka
        image: confluentinc/cp-kafka:7.6.1
        env:
        - name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR
          value: "3"  # error: needs 3 members, and there is 1
```

In a file, and a majority:

```yaml complete
apiVersion: v1
kind: ConfigMap
metadata:
  name: loki
data:
  loki.yaml: |
    common:
      replication_factor: 3
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: loki
spec:
  template:
    spec:
      containers:
      - name: loki
        image: grafana/loki:3.3.2
      volumes:  # error: needs 2 members, and there is 1
      - name: config
        configMap:
          name: loki
```

Each restart stops the writes:

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: kafka
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_MIN_INSYNC_REPLICAS
          value: "2"  # error: as many members as there are
```

## Good

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: kafka
        image: confluentinc/cp-kafka:7.6.1
        env:
        - name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR
          value: "1"
```

Enough members:

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: kafka
        image: confluentinc/cp-kafka:7.6.1
        env:
        - name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR
          value: "3"
        - name: KAFKA_MIN_INSYNC_REPLICAS
          value: "2"
```

Two StatefulSets form the cluster:

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka-a
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: kafka
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR
          value: "3"
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka-b
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: kafka
        image: apache/kafka:3.9.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of, applications
from stslint.applications.startup import Stated, stated
from stslint.kubernetes.queries.objects import (
    containers,
    home_namespace,
    objects_with_pods,
    replicas,
)
from stslint.kubernetes.values.digits import number_of
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application

ID = "STS431"
SEVERITY = "warning"
SOURCE = "https://kafka.apache.org/documentation/#brokerconfigs_offsets.topic.replication.factor"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        if known is None:
            continue
        there = None
        for each in stated(known, "replication"):
            if there is None:
                there = _members(known, stateful_set, bundle)
            if there > 0 and each.found.text is not None and each.found.text.isdecimal():
                yield from _compared(known, each, number_of(each.found.text), there, bundle)


def _compared(known: Application, each: Stated, wanted: int, there: int, bundle: Bundle) -> Iterator[Answer]:
    what = each.fact["what"]
    needed = {"majority": wanted // 2 + 1, "followers": wanted + 1}.get(what, wanted)
    name = each.found.setting.partition(":")[2].rstrip("=")
    if needed > there:
        fault = f"`{name}: {wanted}` needs {needed} members, and there is {there}"
        fault = fault if there == 1 else fault.replace("there is", "there are")
        severity: Severity | None = None if bundle.complete else "info"
    elif needed == there > 1 and what in ("in-sync", "followers"):
        fault = (
            f"`{name}: {wanted}` needs as many members as there are, so that each restart stops the writes"
        )
        severity = "info"
    else:
        return
    yield Problem(
        each.found.node,
        f"{fault}: {each.fact['why']}",
        help=f"set it to {_fitting(what, there)}, or run more members",
        severity=severity,
    )


def _fitting(what: str, there: int) -> int:
    """Returns the value that works with that many members, also while one of them restarts."""
    spare = {"in-sync": 1, "followers": 2}.get(what, 0)
    return max(there - spare, 0 if what == "followers" else 1)


def _members(known: Application, stateful_set: Node, bundle: Bundle) -> int:
    """Returns how many pods of the namespace run the same application; zero if an autoscaler decides it."""
    application = home_namespace(stateful_set, bundle), known.family, known.image
    total = bundle.derived(_members_by_application).get(application, 0)
    return 0 if total is None else max(total, replicas(stateful_set))


def _members_by_application(bundle: Bundle) -> dict[tuple[str, str, str], int | None]:
    """Returns the pods by their namespace, family and image; None where their number is decided elsewhere."""
    scaled = {
        document.root.at("spec.scaleTargetRef.name").string()
        for document in bundle.of_kind("HorizontalPodAutoscaler", "ScaledObject")
    }
    found: dict[tuple[str, str, str], int | None] = {}
    for root in objects_with_pods(document.root for document in bundle.documents if not document.fragment):
        elsewhere = root.at("metadata.name").string() in scaled or root.get("kind").value == "DaemonSet"
        home = home_namespace(root, bundle)
        for family, image in {(each.family, each.image) for each in applications(root, bundle)}:
            total = found.get((home, family, image), 0)
            known = total is not None and not elsewhere
            found[home, family, image] = (total or 0) + replicas(root) if known else None
    return found
