"""The database's folder is the top of the volume, where a new file system has a `lost+found`.

A freshly made ext4 volume is not empty, and `initdb` refuses a folder that is not, so the first start fails
(`directory exists but is not empty`). A folder below the mount avoids it: `PGDATA` for PostgreSQL,
`subPath` for both.

> If the data volume you're using is a filesystem mountpoint (like with GCE persistent disks), [...] or
> contains folders/files (e.g. lost+found), Postgres initdb requires a subdirectory to be created within the
> mountpoint to contain the data.

Only a set that is still to be made can be mended so: on a live one the change would hide the data. For
MySQL it depends on the version, and is a note from 8.0 on.

From 18 on the official `postgres` image keeps its data in `/var/lib/postgresql/18/docker`, wants the volume
at `/var/lib/postgresql`, and does not start where one is mounted at `/var/lib/postgresql/data`
(https://github.com/docker-library/postgres/pull/1259). Neither a `subPath` nor an empty volume helps. A copy
of the image under another name may differ, so nothing is said of it.

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

A tag that names no version may bring either:

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
          mountPath: /var/lib/postgresql/data  # error: from 18 on does not start
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

From 18 on as before, `PGDATA` may name a folder below the mount:

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

A ConfigMap may say it as well:

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

What an image of another maker does from 18 on isn't known, nor what a command of its own does:

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
      - name: other
        image: docker.io/bitnami/mysql:5.7.43
        volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
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

from stslint.kubernetes.queries.config_maps import environment
from stslint.kubernetes.queries.images import words_of
from stslint.kubernetes.queries.objects import image_name, image_tag
from stslint.kubernetes.queries.storage import claim_mounts, mount_path
from stslint.model import Answer, Bundle, Node, Problem, Severity
from stslint.runtime.lazy_regex import pattern

ID = "STS213"
SEVERITY = "warning"
SOURCE = "https://hub.docker.com/_/postgres"

HOME = "/var/lib/postgresql"
POSTGRES = f"{HOME}/data"
MYSQL = "/var/lib/mysql"
FOLDERS = {"postgres": POSTGRES, "postgis": POSTGRES, "timescaledb": POSTGRES, "mysql": MYSQL}

VERSIONED = 18
"""From this major on the official image keeps its data in a folder of the version's own."""

BITNAMI = "bitnami"
"""In the name of an image whose database makes a folder of its own, elsewhere."""

LOST_AND_FOUND = "lost+found"
BELOW = f"write `PGDATA: {POSTGRES}/pgdata` in `env`"

_OFFICIAL = pattern(r"(?:(?:index\.)?docker\.io/)?postgres\Z|(?:.*/)?library/postgres\Z")
_MAJOR = pattern(r"(?:.*-)?pg(\d+)|(\d+)")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container, mount in claim_mounts(stateful_set):
        image = image_name(container)
        folder = None if BITNAMI in image else FOLDERS.get(image.rpartition("/")[2])
        if folder != mount_path(mount) or any(LOST_AND_FOUND in word for word in words_of(container)):
            continue
        if folder == MYSQL:
            yield from _mysql(container, mount)
        else:
            yield from _postgres(container, mount, stateful_set, bundle)


def _mysql(container: Node, mount: Node) -> Iterator[Answer]:
    if not _has_sub_path(mount):
        surely = image_tag(container).startswith("5")
        yield Problem(
            mount.get("mountPath"),
            _top_of_volume(MYSQL, "keeps" if surely else "may keep"),
            help="for a new set, write a `subPath`, such as `subPath: mysql`",
            severity=None if surely else "info",
        )


def _postgres(container: Node, mount: Node, stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    variables = environment(container, stateful_set, bundle)
    if "PGDATA" in variables.unknown:
        return
    data = variables.values.get("PGDATA", "").rstrip("/")
    fault, remedy = _diagnosis(data, container, mount)
    if fault:
        severity: Severity | None = None if variables.whole else "info"
        yield Problem(mount.get("mountPath"), fault, help=remedy, severity=severity)


def _diagnosis(data: str, container: Node, mount: Node) -> tuple[str, str]:
    """Returns what is wrong with a volume at the old folder, and what to do; or nothing twice."""
    major, official = _major(container), _is_official(container)
    if major and major >= VERSIONED and data in ("", f"{HOME}/{major}/docker"):
        return (_refused(major), f"mount it at `{HOME}`, or {BELOW}") if official else ("", "")
    if _has_sub_path(mount):
        return "", ""
    if data == POSTGRES or (major and not data):
        return _top_of_volume(POSTGRES), f"for a new set, {BELOW}, or a `subPath`"
    return (_unknown_version(), f"for a new set, {BELOW}") if official and not data else ("", "")


def _top_of_volume(folder: str, keeps: str = "keeps") -> str:
    found = f"`{folder}` is the top of a volume, where a `{LOST_AND_FOUND}`"
    return f"{found} {keeps} the database from being set up"


def _refused(major: int) -> str:
    return (
        f"`postgres` {major} keeps its data in `{HOME}/{major}/docker`, and does not start with a volume at "
        f"`{POSTGRES}`"
    )


def _unknown_version() -> str:
    return (
        f"with a volume at `{POSTGRES}`, `postgres` from {VERSIONED} on does not start, and an older one "
        f"stumbles over a `{LOST_AND_FOUND}`"
    )


def _is_official(container: Node) -> bool:
    """Returns whether the image is the official one and starts as it does by itself."""
    return bool(_OFFICIAL.match(image_name(container))) and not container.get("command")


def _major(container: Node) -> int | None:
    found = _MAJOR.match(image_tag(container))
    return int(found.group(1) or found.group(2)) if found else None


def _has_sub_path(mount: Node) -> bool:
    return bool(mount.get("subPath") or mount.get("subPathExpr"))
