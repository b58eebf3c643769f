"""A startup probe gives up before the database has recovered, so the recovery starts over.

A startup probe is the protection of a slow start: while it runs, no liveness probe kills the container.
If it gives up, the container is killed all the same. By default it gives up after 30 seconds (3 failures,
10 seconds apart), while a database that replays its log after a crash, or copies its data as a new
member, needs minutes.

> If the startup probe never succeeds, the container is killed after 300s and subject to the pod's
> restartPolicy.

The rule checks images of databases whose recovery can take minutes (MySQL, MariaDB, Percona, PostgreSQL,
MongoDB, InfluxDB, Neo4j) and whose startup probe gives up in less than two minutes. PostgreSQL opens its
port before it recovers, so a probe that only connects to the port is not reported there. A probe that only
looks for the process is never reported.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        startupProbe:  # error: after 30s
          exec: {command: [pg_isready, -U, postgres]}
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        startupProbe:
          exec: {command: [pg_isready, -U, postgres]}
          failureThreshold: 60
      - name: exporter
        image: registry.example.com/exporter:1
        startupProbe:
          httpGet: {path: /, port: 9187}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        startupProbe:
          tcpSocket: {port: 5432}
```

The probe looks for the process only:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: docs
spec:
  template:
    spec:
      containers:
      - name: docs
        image: mongo:8.0.4
        startupProbe:
          exec: {command: [pgrep, mongod]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications.recoveries import fails_while_recovering, seconds_until_killed
from stslint.kubernetes.queries.objects import containers
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS530"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
)
FIELDS = ("startupProbe",)

PATIENCE = 120
"""How many seconds a recovery takes even if there is little to recover."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        probe = container.get("startupProbe")
        if not probe or not fails_while_recovering(probe, container, bundle):
            continue
        seconds = seconds_until_killed(probe)
        if seconds < PATIENCE:
            yield Problem(
                probe,
                f"container `{container.get('name').string()}` is killed after {seconds}s, even while it "
                "recovers: the recovery then starts from the beginning",
                help="set a `failureThreshold` that is high enough for the longest recovery",
            )
