"""The database's folder is the top of the volume, where a new file system has a `lost+found`.

A freshly made ext4 volume is not empty, and `initdb` refuses a folder that is not, so the first start fails
(`directory exists but is not empty`). A folder below the mount avoids it: `PGDATA` for PostgreSQL,
`subPath` for both.

> If the data volume you're using is a filesystem mountpoint (like with GCE persistent disks), [...] or
> contains folders/files (e.g. lost+found), Postgres initdb requires a subdirectory to be created within the
> mountpoint to contain the data.

Only a set that is still to be made can be mended so: on a live one the change would hide the data. For
MySQL it depends on the version, and is a note from 8.0 on.

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

Other images of the same database make a folder of their own:

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
  volumeClaimTemplates:
  - metadata:
      name: data
```

An argument says what to do with `lost+found`:

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

from stslint.kubernetes.images import words_of
from stslint.kubernetes.objects import image_name
from stslint.kubernetes.storage import claim_mounts, is_below, mount_path
from stslint.model import Answer, Bundle, Node, Problem, Severity

ID = "STS213"
SEVERITY = "warning"
SOURCE = "https://hub.docker.com/_/postgres"

POSTGRES = "/var/lib/postgresql/data"
MYSQL = "/var/lib/mysql"
FOLDERS = {"postgres": POSTGRES, "postgis": POSTGRES, "timescaledb": POSTGRES, "mysql": MYSQL}

LOST_AND_FOUND = "lost+found"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container, mount in claim_mounts(stateful_set):
        folder = FOLDERS.get(image_name(container).rpartition("/")[2])
        if folder != mount_path(mount) or mount.get("subPath") or mount.get("subPathExpr"):
            continue
        if folder == POSTGRES and _keeps_below(container, POSTGRES):
            continue
        if any(LOST_AND_FOUND in word for word in words_of(container)):
            continue
        yield Problem(
            mount.get("mountPath"),
            f"`{folder}` is the top of a volume, where a `{LOST_AND_FOUND}` keeps the database from being "
            "set up",
            help=_help(folder),
            severity=_severity(container, folder),
        )


def _keeps_below(container: Node, folder: str) -> bool:
    for variable in container.get("env").elements():
        if variable.get("name").value == "PGDATA":
            path = variable.get("value").string().rstrip("/")
            return bool(variable.get("valueFrom")) or (path != folder and is_below(path, folder))
    return False


def _help(folder: str) -> str:
    if folder == POSTGRES:
        return f"for a new set, write `PGDATA: {POSTGRES}/pgdata` in `env`, or a `subPath`"
    return "for a new set, write a `subPath`, such as `subPath: mysql`"


def _severity(container: Node, folder: str) -> Severity | None:
    tag = container.get("image").string().rpartition(":")[2]
    return "info" if folder == MYSQL and not tag.startswith("5") else None
