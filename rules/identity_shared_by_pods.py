"""All pods get the same identity from a literal value: the second pod does not join, or displaces the first.

Members of a cluster need a node ID, a name or an advertised address of their own. All pods of a StatefulSet
come from one template, so a literal value is the same for each of them. The second member is refused
(`duplicate broker id`), or it replaces the first one in the list of members, and the pods take turns. With
one replica, nothing happens until you scale up.

> Each Pod in a StatefulSet derives its hostname from the name of the StatefulSet and the ordinal of the Pod.

The hostname and the label `apps.kubernetes.io/pod-index` give each pod a value of its own.

The rule knows the settings of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It is silent if a script, the name of the pod or
an unknown source sets the value, and does not read settings in mounted files. An address can be that of a
proxy, and MySQL servers do not have to replicate: both are info.

## Bad

```yaml
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
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_NODE_ID
          value: "1"  # error: all 3 pods get the same `KAFKA_NODE_ID`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.21
        command:
        - etcd
        - --name=etcd-0  # error: all 3 pods get the same `--name`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.21
        command: [etcd, --name=$(POD_NAME)]
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
```

One pod:

```yaml
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
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_NODE_ID
          value: "1"
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stslint.applications import applications
from stslint.kubernetes.queries.commands import words_of
from stslint.kubernetes.queries.objects import pod_spec, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity, pattern

if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import Setting

ID = "STS525"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"

EVERYWHERE = ("0.0.0.0", "::", "localhost", "127.0.0.1", "$", "{{", "<")
"""Parts of values that do not name one member."""

CHOOSES = ("", "-1", "auto", "null", "none")
"""Values with which the application chooses its own."""

_ADDRESS = pattern(r"(?i)addr|advertis|host|url|listen|broadcast|announce|publish")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    count = replicas(stateful_set)
    if count < 2:
        return
    told: set[int] = set()
    for known in applications(stateful_set, bundle):
        settings = known.identity_settings()
        own = {setting.name for setting in settings if setting.per_pod or setting.text is None}
        for setting in settings:
            if (
                setting.name in own
                or id(setting.node) in told
                or not _is_literal(setting, known, stateful_set)
            ):
                continue
            told.add(id(setting.node))
            name = setting.name.partition(":")[2].rstrip("=")
            yield Problem(
                setting.node,
                f"all {count} pods get the same `{name}` `{setting.text}`: {setting.why or 'it must differ'}",
                help="derive it from the name of the pod: a variable from `metadata.name` or from the label "
                "`apps.kubernetes.io/pod-index`",
                severity=_severity(setting, known),
            )


def _is_literal(setting: Setting, known: Application, stateful_set: Node) -> bool:
    text = setting.text
    if text is None or setting.per_pod or setting.node is pod_spec(stateful_set).get("volumes"):
        return False
    if text.strip().lower() in CHOOSES or any(part in text for part in EVERYWHERE):
        return False
    if setting.name == "arg:-n":  # a test of the shell
        return False
    return not (known.family == "mysql" and "wsrep" in " ".join(words_of(known.container)))


def _severity(setting: Setting, known: Application) -> Severity | None:
    """Returns ``info`` for an address, which can be a proxy's, and for a server that may not replicate."""
    if known.family == "kafka":
        return None
    return "info" if known.family == "mysql" or _ADDRESS.search(setting.name) else None
