"""A liveness probe kills a database that is still recovering, so the recovery starts over.

After a crash, or as a new member, a database replays its log or copies its data before it answers. A
liveness probe that gives up earlier restarts the container. The recovery then starts from the beginning and
never finishes.

> If your container usually starts in more than initialDelaySeconds + failureThreshold × periodSeconds, you
> should specify a startup probe that checks the same endpoint as the liveness probe.

The rule checks images of databases whose recovery can take minutes (MySQL, MariaDB, Percona, PostgreSQL,
MongoDB, InfluxDB, Neo4j) and whose probe gives up in less than five minutes. PostgreSQL opens its port
before it recovers, so a probe that only connects to the port is not reported there. A probe that only looks
for the process is never reported.

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
        livenessProbe:  # error: after 60s
          exec:
            command: [pg_isready, -U, postgres]
          initialDelaySeconds: 30
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
        image: mysql:8.4
        livenessProbe:  # error: after 150s
          tcpSocket: {port: 3306}
          initialDelaySeconds: 120
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
          exec:
            command: [pg_isready, -U, postgres]
          periodSeconds: 10
          failureThreshold: 180
        livenessProbe:
          exec:
            command: [pg_isready, -U, postgres]
```

The probe waits long enough:

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
        image: mysql:8.4
        livenessProbe:
          tcpSocket: {port: 3306}
          initialDelaySeconds: 60
          periodSeconds: 30
          failureThreshold: 10
```

The port is open while the database replays its log:

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
        livenessProbe:
          tcpSocket: {port: 5432}
```

An exporter that runs next to the database is not a database:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: exporter
        image: prom/mysqld-exporter:v0.17.2
        livenessProbe:
          httpGet: {path: /, port: 9104}
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
        livenessProbe:
          exec: {command: [pgrep, mongod]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications.recoveries import fails_while_recovering, seconds_until_killed
from stslint.kubernetes.queries.objects import containers
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS503"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#when-should-you-use-a-startup-probe"
)
FIELDS = ("livenessProbe",)

PATIENCE = 300
"""How many seconds an ordinary recovery can take."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        probe = container.get("livenessProbe")
        if not probe or container.get("startupProbe") or not fails_while_recovering(probe, container, bundle):
            continue
        seconds = seconds_until_killed(probe)
        if seconds < PATIENCE:
            yield Problem(
                probe,
                f"container `{container.get('name').string()}` is killed after {seconds}s, even while it "
                "recovers: the recovery then starts from the beginning",
                help="add a `startupProbe` with the same check, and a `failureThreshold` that is high enough "
                "for the longest recovery",
            )
