"""The data directory of the database is the root of a volume, where a new file system has a `lost+found`.

A newly created ext4 volume is not empty, and `initdb` refuses a directory that is not empty, so the first
start fails (`directory exists but is not empty`). Kafka takes the directory for a topic and does not start
(`'lost+found' is not in the form of topic-partition`). A subdirectory of the mount avoids this: set `PGDATA`
for PostgreSQL, or a `subPath` for any of them.

> If the data volume you're using is a filesystem mountpoint (like with GCE persistent disks), [...] or
> contains folders/files (e.g. lost+found), Postgres initdb requires a subdirectory to be created within the
> mountpoint to contain the data.

This fix is only for a StatefulSet that does not exist yet: on a live one, the change would hide the data. For
MySQL, whether the start fails depends on the version, so from 8.0 on it is reported as info.

From 18 on, the official `postgres` image keeps its data in `/var/lib/postgresql/18/docker`, expects the
volume at `/var/lib/postgresql`, and does not start if a volume is mounted at `/var/lib/postgresql/data`
(https://github.com/docker-library/postgres/pull/1259). Neither a `subPath` nor an empty volume helps. A copy
of the image under another name may behave differently, so it is not reported.

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
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data  # error: `lost+found`
  volumeClaimTemplates:
  - metadata:
      name: data
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
        image: mysql:5.7
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql  # error: /var/lib/mysql
  volumeClaimTemplates:
  - metadata:
      name: data
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
        image: postgres:18.1-bookworm
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data  # error: 18 keeps its data in `/var/lib/postgresql/18/docker`
          subPath: postgres
  volumeClaimTemplates:
  - metadata:
      name: data
```

A tag that names no version can be either:

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
        image: docker.io/library/postgres:alpine
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data  # error: 18 and later do not start
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: log
        image: confluentinc/cp-kafka:7.6.1
        volumeMounts:
        - name: data
          mountPath: /var/lib/kafka/data  # error: is read as data
  volumeClaimTemplates:
  - metadata:
      name: data
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
        image: postgres:18-alpine
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql
  volumeClaimTemplates:
  - metadata:
      name: data
```

From 18 on, `PGDATA` can still name a subdirectory of the mount:

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
        image: postgres:18
        env:
        - name: PGDATA
          value: /var/lib/postgresql/data/pgdata
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

A ConfigMap can also set `PGDATA`:

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: db
data:
  PGDATA: /var/lib/postgresql/data/pgdata
---
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
        envFrom:
        - configMapRef:
            name: db
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

It is not known what an image of another publisher does from 18 on, or what a custom command does:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      initContainers:
      - name: clear
        image: postgres:18
        command: [sh, -c, rm -rf /var/lib/postgresql/data/lost+found]
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
      containers:
      - name: db
        image: registry.example.com/team/postgres:18.1
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
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
        env:
        - name: PGDATA
          value: /var/lib/postgresql/data/pgdata
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
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
        image: mysql:5.7
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
          subPath: mysql
  volumeClaimTemplates:
  - metadata:
      name: data
```

Other images of the same database create their own subdirectory:

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
        image: bitnami/postgresql:17.2.0
        volumeMounts:
        - name: data
          mountPath: /bitnami/postgresql
      - name: other
        image: docker.io/bitnami/mysql:5.7.43
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumeClaimTemplates:
  - metadata:
      name: data
```

An argument tells the database to ignore `lost+found`:

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
        image: mysql:5.7
        args: ["--ignore-db-dir=lost+found"]
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.commands import words_of
from stslint.kubernetes.queries.config_maps import environment
from stslint.kubernetes.queries.storage import claim_mounts, mount_path
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application

ID = "STS213"
SEVERITY = "warning"
SOURCE = "https://hub.docker.com/_/postgres"
FIELDS = ("volumeClaimTemplates",)

HOME = "/var/lib/postgresql"
POSTGRES = f"{HOME}/data"
VERSIONED = 18
"""From this version on, the official image keeps its data in a directory named after the version."""

EFFECTS = {
    "refused": "prevents the database from being initialized",
    "may-refuse": "may prevent the database from being initialized",
    "misread": "is read as data of the application, which then does not start",
}
"""What a directory at the top of the volume does to an application, by the facts about it."""

LOST_AND_FOUND = "lost+found"
BELOW = f"set `PGDATA: {POSTGRES}/pgdata` in `env`"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container, mount in claim_mounts(stateful_set):
        known = application_of(container, bundle)
        if known is None or any(LOST_AND_FOUND in word for word in words_of(container)):
            continue
        if known.family != "postgresql":
            yield from _other(known, mount)
        elif mount_path(mount) == POSTGRES and POSTGRES in known.default_folders():
            yield from _postgres(known, container, mount, stateful_set, bundle)


def _other(known: Application, mount: Node) -> Iterator[Answer]:
    folder = None if _has_sub_path(mount) else known.data_folder()
    if folder is None or folder.path != mount_path(mount):
        return
    if folder.at_top in EFFECTS:
        surely = folder.certain and folder.at_top != "may-refuse"
        yield Problem(
            mount.get("mountPath"),
            _top_of_volume(folder.path, EFFECTS[folder.at_top]),
            help=f"for a new StatefulSet, set a `subPath`, such as `subPath: {known.family}`",
            severity=None if surely else "info",
        )


def _postgres(
    known: Application, container: Node, mount: Node, stateful_set: Node, bundle: Bundle
) -> Iterator[Answer]:
    variables = environment(container, stateful_set, bundle)
    if "PGDATA" in variables.unknown:
        return
    data = variables.values.get("PGDATA", "").rstrip("/")
    fault, remedy = _diagnosis(data, known, container, mount)
    if fault:
        severity: Severity | None = None if variables.whole else "info"
        yield Problem(mount.get("mountPath"), fault, help=remedy, severity=severity)


def _diagnosis(data: str, known: Application, container: Node, mount: Node) -> tuple[str, str]:
    """Returns what is wrong with a volume at the old directory and how to fix it, or two empty strings."""
    major = known.version[0] if known.version else None
    official = _is_official(known, container)
    if major and major >= VERSIONED and data in ("", f"{HOME}/{major}/docker"):
        return (_refused(major), f"mount it at `{HOME}`, or {BELOW}") if official else ("", "")
    if _has_sub_path(mount):
        return "", ""
    if data == POSTGRES or (major and not data):
        return _top_of_volume(POSTGRES), f"for a new StatefulSet, {BELOW}, or a `subPath`"
    return (_unknown_version(), f"for a new StatefulSet, {BELOW}") if official and not data else ("", "")


def _top_of_volume(folder: str, effect: str = EFFECTS["refused"]) -> str:
    return f"`{folder}` is the root of a volume, where a `{LOST_AND_FOUND}` {effect}"


def _refused(major: int) -> str:
    return (
        f"`postgres` {major} keeps its data in `{HOME}/{major}/docker`, and does not start with a volume at "
        f"`{POSTGRES}`"
    )


def _unknown_version() -> str:
    return (
        f"with a volume at `{POSTGRES}`, `postgres` {VERSIONED} and later do not start, and earlier versions "
        f"fail if it contains a `{LOST_AND_FOUND}`"
    )


def _is_official(known: Application, container: Node) -> bool:
    """Returns whether the image is the official one and the container does not override its command."""
    return known.image == "official" and known.published and not container.get("command")


def _has_sub_path(mount: Node) -> bool:
    return bool(mount.get("subPath") or mount.get("subPathExpr"))
