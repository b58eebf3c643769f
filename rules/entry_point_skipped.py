"""A command starts the server without the entry point of its image, which prepares its data and settings.

`command` replaces the entry point of an image, and `args` only its arguments. The entry points of many
databases create the first database and user from variables, write variables to the configuration, and change
from root to the user of the server. Without them, the variables have no effect, and some servers refuse to
run as root.

> When you override the default Entrypoint and Cmd, these rules apply

The rule knows the entry points of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)), and reports a command that starts the server
directly if the container sets such variables, or runs as root. A copy of the image under another name is
info.

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
        image: postgres:16.6
        command: [postgres, -c, max_connections=500]  # error: refuses to run as root
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
```

Only the variables have no effect:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0.14
        command: [mongod, --bind_ip_all, --replSet, rs0]  # error: `MONGO_INITDB_ROOT_PASSWORD`
        env:
        - name: MONGO_INITDB_ROOT_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
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
        image: postgres:16.6
        args: [-c, max_connections=500]
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
```

With the entry point by name, and as the user of the server without such variables:

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
        image: postgres:16.6
        command: [docker-entrypoint.sh, postgres, -c, max_connections=500]
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
      - name: replica
        image: postgres:16.6
        command: [postgres]
        securityContext:
          runAsUser: 999
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.startup import entry_point_skipped
from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.security import effective
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS435"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/"
    "#run-a-command-in-a-shell"
)
FIELDS = ("command",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        skipped = entry_point_skipped(known) if known is not None else None
        if known is None or skipped is None:
            continue
        fact, word = skipped
        program = word.string().rpartition("/")[2]
        if fact.get("refuses_root") and _is_root(container, stateful_set):
            fault = f"`{program}` refuses to run as root: {fact['why']}, and `command` replaces it"
        else:
            ignored = _set(container, fact["reads"])
            if not ignored:
                continue
            listed = ", ".join(f"`{name}`" for name in ignored[:3])
            fault = f"{listed} has no effect: {fact['why']}, and `command` replaces it"
        yield Problem(
            word,
            fault,
            help="move the words of `command` to `args`, without the first one if they begin with options",
            severity=None if known.published else "info",
        )


def _is_root(container: Node, stateful_set: Node) -> bool:
    user = effective("runAsUser", container, stateful_set)
    secured = effective("runAsNonRoot", container, stateful_set).value is True
    return user.integer(-1) == 0 if user else not secured


def _set(container: Node, names: list[str]) -> list[str]:
    given = {entry.name for entry in env_entries(container)}
    return [name for name in names if name in given]
