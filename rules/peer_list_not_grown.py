"""The replicas grow, but the list of members in the pods still names only the old pods.

The new pods are not in the list: the other members do not know them, and many applications refuse to
start a member that it does not name, or let it run without any data. The number of members that a
majority needs does not change either. If the list grows, the pod template changes, and the pods are
replaced with a list that is the same for all members.

> The entries of the form *server.X* list the servers that make up the ZooKeeper service.

The rule compares the texts of variables, arguments and mounted ConfigMaps with the names of the pods, and
reports only a list that names every old pod and not every new one. It is a warning for settings that are
known to hold all members ([known applications](https://stslint.github.io/stslint/applications/)), and
info for other applications. A list of seeds, from which members only find the others, and one that only
the first start of a cluster reads, do not have to grow. The rule cannot see members that are added
through an API of the application.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  serviceName: zk
  replicas: 3
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=zk-0.zk:2888 server.2=zk-1.zk:2888 server.3=zk-2.zk:2888
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  serviceName: zk
  replicas: 5
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=zk-0.zk:2888 server.2=zk-1.zk:2888 server.3=zk-2.zk:2888  # error: zk-3 and zk-4
```

An unknown application, with the list in an argument:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  serviceName: app
  replicas: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        args: ["--peers=app-0.app:7000,app-1.app:7000"]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  serviceName: app
  replicas: 3
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        args: ["--peers=app-0.app:7000,app-1.app:7000"]  # error: app-2 is missing
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  serviceName: app
  replicas: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        args: ["--peers=app-0.app:7000,app-1.app:7000", "--seed=app-0.app:7000"]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  serviceName: app
  replicas: 3
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        args: ["--peers=app-0.app:7000,app-1.app:7000,app-2.app:7000", "--seed=app-0.app:7000"]
```

A list that only the first start of the cluster reads, and one of seeds:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  serviceName: es
  replicas: 3
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
        env:
        - {name: cluster.initial_master_nodes, value: "es-0,es-1,es-2"}
        - {name: discovery.seed_hosts, value: "es-0.es,es-1.es,es-2.es"}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  serviceName: es
  replicas: 5
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
        env:
        - {name: cluster.initial_master_nodes, value: "es-0,es-1,es-2"}
        - {name: discovery.seed_hosts, value: "es-0.es,es-1.es,es-2.es"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications.peer_lists import named_ordinals, peer_lists
from stslint.kubernetes.queries.objects import (
    all_containers,
    first_ordinal,
    is_stateful_set,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS720"
SEVERITY = "warning"
SOURCE = "https://zookeeper.apache.org/doc/current/zookeeperStarted.html#sc_RunningReplicatedZooKeeper"

FEWEST = 2
"""A single name is rarely a list of members."""


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if not is_stateful_set(new) or before < FEWEST or after <= before or not name(new):
        return
    if name(old) != name(new) or first_ordinal(old) != first_ordinal(new):
        return
    for container in all_containers(new):
        seen: set[int] = set()
        for peers in peer_lists(container, new, bundle):
            missing = None if peers.read_by == "first" else _missing(peers.text, old, new)
            if missing and id(peers.node) not in seen:
                seen.add(id(peers.node))
                yield _problem(peers.node, missing, new, known=bool(peers.setting))


def _problem(node: Node, missing: range, new: Node, *, known: bool) -> Problem:
    verb = "is" if len(missing) == 1 else "are"
    return Problem(
        node,
        f"{ordinals_in_words(name(new), missing)} {verb} missing in the list of members, which names only "
        f"the pods from before `replicas` grew to {replicas(new)}",
        help="add the new pods to the list, in the way in which the application adds members",
        severity=None if known else "info",
        related=(Related(new.at("spec.replicas"), "the new number of replicas"),),
    )


def _missing(text: str, old: Node, new: Node) -> range | None:
    """Returns the last ordinals that a text which names all old pods does not name."""
    named, start = named_ordinals(text, new), first_ordinal(new)
    if not set(range(start, start + replicas(old))) <= named:
        return None
    first = max(named) + 1
    return range(first, start + replicas(new)) if first < start + replicas(new) else None
