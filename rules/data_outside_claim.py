"""The data is not on the claim: the application writes to another folder, and loses it with the container.

The pods become Ready and work, and the claim stays empty. The data is in the writable layer of the
container, or in an anonymous volume, and both are deleted with the container. Two forms of the mistake are
common:

- The claim is mounted at another folder than the one that the application writes to, or no volume is
  mounted there at all.
- The claim is mounted at a parent of a folder that the image declares as a volume (`VOLUME`). The container
  runtime mounts an empty anonymous volume at the declared folder, over the claim.

> `VOLUME /var/lib/postgresql/data` [...] Mounting the volume in `/var/lib/postgresql` [when running images
> for 17 and below] will not persist database data when the container is re-created

The rule knows the folders of the images in `stslint/applications`;
[applications](https://stslint.github.io/stslint/applications/) shows them, and how to describe custom
images. It is silent for other images, if the value of the setting that moves the folder is not in the
checked files, and if the container has its own command and no setting that names the folder. A
configuration file that stslint does not see can move the folder too. Therefore the finding is info for an
image under another name than the publisher's, and for a container with variables from an unknown source. A
known store without any claim can be intended, and is info too.

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
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql  # error: an anonymous volume at `/var/lib/postgresql/data`
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
        image: mysql:8.4
        volumeMounts:
        - name: data
          mountPath: /data  # error: the image writes its data to `/var/lib/mysql`
  volumeClaimTemplates:
  - metadata:
      name: data
```

A setting moves the data away from the claim:

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
        env:
        - name: PGDATA
          value: /pgdata  # error: no claim is mounted at `/pgdata`
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
  - metadata:
      name: data
```

No volume at all:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  template:
    spec:
      containers:
      - name: search
        image: mongo:7.0.14  # error: no volume is mounted at `/data/db`
```

An image whose usual volume needs a setting:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: kafka
        image: apache/kafka:3.9.0
        volumeMounts:
        - name: data
          mountPath: /var/lib/kafka/data  # error: not to `/var/lib/kafka/data`
  volumeClaimTemplates:
  - metadata: {name: data}
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

From 18 on, the image declares the parent itself:

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
        image: postgres:18.1
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql
  volumeClaimTemplates:
  - metadata:
      name: data
```

`PGDATA` is outside of the declared volume:

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
        env:
        - name: PGDATA
          value: /var/lib/postgresql/pgdata
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql
  volumeClaimTemplates:
  - metadata:
      name: data
```

A custom command can write anywhere:

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
        command: [/scripts/start.sh]
        volumeMounts:
        - name: data
          mountPath: /data
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import called
from stslint.kubernetes.queries.config_maps import environment
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.placement import covering_mount, lasting_mounts
from stslint.kubernetes.queries.storage import is_below, mount_path, mounts
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import DataFolder

ID = "STS222"
SEVERITY = "warning"
SOURCE = "https://github.com/docker-library/docs/blob/master/postgres/content.md#pgdata"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        folder = known.data_folder() if known is not None else None
        if known is None or folder is None or not folder.path or not folder.path.startswith("/"):
            continue
        mount = covering_mount(folder.path, container)
        if mount is not None:
            yield from _hidden(folder, known, mount, stateful_set)
        elif folder.certain and not _is_partly_mounted(folder.path, container):
            yield from _outside(folder, known, stateful_set, bundle)


def _hidden(folder: DataFolder, known: Application, mount: Node, stateful_set: Node) -> Iterator[Answer]:
    """Yields the mount that an anonymous volume of the image covers where the data is."""
    path, top = folder.path or "", mount_path(mount)
    for declared in known.image_volumes():
        if declared == top or not is_below(declared, top) or not is_below(path, declared):
            continue
        if mount not in lasting_mounts(known.container, stateful_set):
            continue
        yield Problem(
            mount.get("mountPath"),
            f"the image declares a volume below `{top}`: the data is in an anonymous volume at `{declared}`, "
            "which is deleted with the container, and the claim stays empty",
            help=f"mount the claim at `{declared}`; copy the data of running pods to it first",
            severity=None if known.published else "info",
        )


def _outside(folder: DataFolder, known: Application, stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    container = known.container
    claims = [one for one in lasting_mounts(container, stateful_set) if not one.get("readOnly").boolean()]
    if not folder.moved and (container.get("command") or _is_usual(known, claims)):
        return
    if not claims and (known.is_often_cache() or (known.role() == "single" and folder.moved)):
        return
    yield _problem(folder, known, claims, _severity(folder, known, claims, stateful_set, bundle))


def _problem(
    folder: DataFolder, known: Application, claims: list[Node], severity: Severity | None
) -> Problem:
    path, title = folder.path, called(known)
    if not claims:
        fault = (
            f"no volume is mounted at `{path}`, where {title} writes its data: it is lost with the container"
        )
        return Problem(
            folder.node,
            fault,
            help=f"add a claim template, and mount it at `{folder.mount or path}`",
            severity="info",
        )
    where = mount_path(claims[0])
    if folder.moved:
        fault = (
            f"no claim is mounted at `{path}`, where {title} writes its data: it is lost with the container"
        )
        return Problem(folder.node, fault, help=f"set a folder below `{where}`", severity=severity)
    return Problem(
        claims[0].get("mountPath"),
        f"the image writes its data to `{path}`, not to `{where}`: the claim stays empty, and the data "
        "is lost with the container",
        help=f"{_way(folder, where)}; copy the data of running pods to it first",
        severity=severity,
    )


def _way(folder: DataFolder, where: str) -> str:
    if folder.mount == where:
        return f"set `{folder.setting}` to a folder below `{where}`"
    return f"mount the claim at `{folder.mount or folder.path}`"


def _severity(
    folder: DataFolder, known: Application, claims: list[Node], stateful_set: Node, bundle: Bundle
) -> Severity | None:
    variables = environment(known.container, stateful_set, bundle)
    sure = known.published and variables.whole and (folder.moved or not known.container.get("args"))
    if not folder.moved and any(_names_mount(text, claims) for text in variables.values.values()):
        return "info"
    return None if sure and len(claims) == 1 else "info"


def _names_mount(text: str, claims: list[Node]) -> bool:
    """Returns whether a variable names a folder of a claim: the image may read it, unknown to stslint."""
    return any(is_below(text, mount_path(claim)) for claim in claims)


def _is_usual(known: Application, claims: list[Node]) -> bool:
    """Returns whether a claim is mounted where some version of the image keeps its data."""
    if known.family == "postgresql":  # 18 moved its folder, which data-dir-at-volume-root reports
        usual = known.usual_folders()
    else:
        usual = known.usual_folders() - known.default_folders()
    return any(is_below(mount_path(one), folder) for one in claims for folder in usual)


def _is_partly_mounted(path: str, container: Node) -> bool:
    return any(is_below(mount_path(mount), path) for mount in mounts(container))
