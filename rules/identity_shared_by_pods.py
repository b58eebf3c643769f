"""All pods get the same identity from a literal value: the second pod does not join, or displaces the first.

Members of a cluster need a node ID, a name or an advertised address of their own. All pods of a StatefulSet
come from one template, so a literal value is the same for each of them. The second member is refused
(`duplicate broker id`), or it replaces the first one in the list of members, and the pods take turns. With
one replica, nothing happens until you scale up.

> Each Pod in a StatefulSet derives its hostname from the name of the StatefulSet and the ordinal of the Pod.

The hostname and the label `apps.kubernetes.io/pod-index` give each pod a value of its own.

The rule knows the settings of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It is silent if a script, the name of the pod or
an unknown source sets the value. In files of ConfigMaps, it reads settings such as `node.id` if the
container mounts the file directly, and no init container changes it. An address can be that of a proxy, and
MySQL servers do not have to replicate: both are info.

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

A file that all pods mount:

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: log
data:
  server.properties: |
    node.id=1
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: kafka
        image: apache/kafka:3.9.0
        volumeMounts:
        - {name: config, mountPath: /mnt/shared/config}  # error: `node.id`
      volumes:
      - name: config
        configMap: {name: log}
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
from functools import cache, partial

from stslint.applications import applications
from stslint.kubernetes.queries.commands import words_of
from stslint.kubernetes.queries.objects import home_namespace, init_containers, replicas
from stslint.kubernetes.queries.secrets import content
from stslint.kubernetes.queries.storage import mounts, used_names, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity, pattern

TYPE_CHECKING = False
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

_UNMISTAKABLE = pattern(r"[._<-]")
"""Keys of files that mean nothing else in another file: `node.id`, but not `name`."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    count = replicas(stateful_set)
    if count < 2:
        return
    told: set[int] = set()
    for known in applications(stateful_set, bundle):
        if _replicates_itself(known):
            continue
        settings = known.identity_settings()
        files = cache(partial(_in_file, all_of=settings, known=known, bundle=bundle))
        own = {setting.why for setting in settings if setting.per_pod or setting.text is None}
        for setting in settings:
            if setting.why in own or not _is_literal(setting):
                continue
            node = files(setting.name) if setting.name.startswith("key:") else setting.node
            if node is None or id(node) in told:
                continue
            told.add(id(node))
            name = setting.name.partition(":")[2].strip("=<>")
            yield Problem(
                node,
                f"all {count} pods get the same `{name}` `{setting.text}`: {setting.why or 'it must differ'}",
                help="derive it from the name of the pod: a variable from `metadata.name` or from the label "
                "`apps.kubernetes.io/pod-index`",
                severity=_severity(setting, known),
            )


def _in_file(name: str, all_of: list[Setting], known: Application, bundle: Bundle) -> Node | None:
    """Returns the mount of the file that has a setting, if each pod certainly reads that file as it is."""
    key, root = name.removeprefix("key:"), known.container.root
    others = {one.text for one in all_of if one.name == name}
    if not _UNMISTAKABLE.search(key) or len(others) > 1 or known.container.get("command"):
        return None
    prepared = used_names(init_containers(root))
    for mount in mounts(known.container):
        volume = volumes(root).get(mount.get("name").string())
        wanted = volume.at("configMap.name").string() if volume is not None else ""
        found = bundle.find("ConfigMap", home_namespace(root, bundle), wanted) if wanted else None
        if mount.get("name").string() not in prepared and any(
            key in text for text in content(found).values()
        ):
            return mount
    return None


def _replicates_itself(known: Application) -> bool:
    """Returns whether a server is a member of a Galera cluster, which gives it its identity."""
    return known.family == "mysql" and any("wsrep" in word for word in words_of(known.container))


def _is_literal(setting: Setting) -> bool:
    text = setting.text
    if text is None or setting.per_pod:
        return False
    if text.strip().lower() in CHOOSES or any(part in text for part in EVERYWHERE):
        return False
    return setting.name != "arg:-n"  # a test of the shell


def _severity(setting: Setting, known: Application) -> Severity | None:
    """Returns ``info`` for an address, which can be a proxy's, and for a server that may not replicate."""
    if known.family == "kafka":
        return None
    return "info" if known.family == "mysql" or _ADDRESS.search(setting.name) else None
