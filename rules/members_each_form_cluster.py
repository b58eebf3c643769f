"""All pods run in a mode for a single member: each of them is a cluster of its own, with data of its own.

Settings such as Elasticsearch's `discovery.type=single-node`, Consul's `-bootstrap` or `cockroach
start-single-node` are for one member. In a StatefulSet with several replicas, all pods get them. Each pod
becomes Ready on its own, and a Service spreads the clients over all of them: what one client writes,
another one does not find. It often appears when `replicas` grows from one.

> `discovery.type`: Specifies whether Elasticsearch should form a multiple-node cluster. [...] If set to
> `single-node`, Elasticsearch forms a single-node cluster

The rule knows the settings of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). Several independent servers can be intended; then
each client has to name its pod.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
        env:
        - {name: discovery.type, value: single-node}  # error: es-0 ... es-2
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: crdb
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: cockroachdb/cockroach:v24.2.0
        command: [/cockroach/cockroach, start-single-node, --insecure]  # error: never joins
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
        env:
        - {name: discovery.type, value: single-node}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import applications
from stslint.applications.matching import called
from stslint.kubernetes.queries.objects import pod_range, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS540"
SEVERITY = "warning"
SOURCE = "https://www.elastic.co/guide/en/elasticsearch/reference/8.18/modules-discovery-settings.html"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if replicas(stateful_set) < 2:
        return
    for known in applications(stateful_set, bundle):
        for setting in known.peer_settings():
            if setting.form == "alone" and setting.text is not None and not setting.per_pod:
                yield Problem(
                    setting.node,
                    f"each of {pod_range(stateful_set)} is a {called(known)} cluster of its own, with its "
                    f"own data: {setting.why}",
                    help="remove the setting and name the peers, or set `replicas: 1`",
                )
                return
