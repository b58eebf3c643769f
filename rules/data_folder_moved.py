"""The data folder moves to another place between the old and the new manifest: the application starts empty.

What counts is the place on the volume: the claim, the `subPath`, and the folder below the mount. If one of
them changes, the old data is still on the claim, but the application does not find it and starts a new,
empty store, often without any error. Typical changes are an added `subPath`, another `PGDATA`, another
`mountPath` with the same setting, and another publisher's image with another default folder. A second kind
is the data of a different application at the same place, which the new one does not read.

> `PGDATA`: This optional variable can be used to define another location - like a subdirectory - for the
> database files.

The rule knows the folders of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). For other images, it reports a changed `subPath`
of the same mount, and as info a changed `mountPath` whose old value is still in the arguments or the
environment. A folder that you move by hand or in an init container is not visible; if an init container of
the new manifest mounts the claim too, the finding is info.

## Bad

```yaml old
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
        - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:16.6
        env:
        - {name: PGDATA, value: /var/lib/postgresql/data/db}  # error: moves from `pgdata` to `db`
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

A `subPath` is added, also for an unknown image:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  template:
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  template:
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
        volumeMounts:
        - name: data
          mountPath: /data
          subPath: store  # error: moves from the top of the volume to `store`
  volumeClaimTemplates:
  - metadata:
      name: data
```

Another publisher's image:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: docker.io/bitnamilegacy/postgresql:16.6.0
        volumeMounts:
        - {name: data, mountPath: /bitnami/postgresql}
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
        image: postgres:16.6  # error: moves from `data` to the top of the volume
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

A folder that a mounted file moves:

```yaml old
apiVersion: v1
kind: ConfigMap
metadata:
  name: log
data:
  server.properties: |
    log.dirs=/var/lib/kafka/data/a
---
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
        - {name: data, mountPath: /var/lib/kafka/data}
        - {name: config, mountPath: /mnt/shared/config}
      volumes:
      - name: config
        configMap: {name: log}
  volumeClaimTemplates:
  - metadata: {name: data}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: log
data:
  server.properties: |
    log.dirs=/var/lib/kafka/data/b
---
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
        - {name: data, mountPath: /var/lib/kafka/data}
        - {name: config, mountPath: /mnt/shared/config}
      volumes:  # error: moves from `a` to `b`
      - name: config
        configMap: {name: log}
  volumeClaimTemplates:
  - metadata: {name: data}
```

## Good

The same place in other words:

```yaml old
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
        - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:16.6
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data, subPath: pgdata}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import called, matched_containers
from stslint.kubernetes.queries.commands import words_of
from stslint.kubernetes.queries.objects import init_containers, is_stateful_set
from stslint.kubernetes.queries.placement import Placement, is_claim, lasting_mounts, placement
from stslint.kubernetes.queries.storage import claim_names, mount_path, mounts
from stslint.rule_api import Answer, Bundle, Node, Problem, Related, Severity, predecessors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import DataFolder

ID = "STS712"
SEVERITY = "warning"
SOURCE = "https://github.com/docker-library/docs/blob/master/postgres/content.md#pgdata"

READS_THE_OTHER = frozenset({("elasticsearch", "opensearch")})
"""Families of which the second one can start with the data of the first one."""

KEEP = "keep the old place, or move the data to the new one before the pods start"


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    matches = predecessors(new, old)
    for document in new.of_kind("StatefulSet"):
        before = matches.get(document)
        if before is not None and is_stateful_set(document.root) and not document.context:
            yield from _compared(before.root, document.root, old, new)


def _compared(old: Node, new: Node, bundle_before: Bundle, bundle: Bundle) -> Iterator[Answer]:
    for before, after in matched_containers(old, new):
        was, known = application_of(before, bundle_before), application_of(after, bundle)
        folders = _folder(was), _folder(known)
        if was is not None and known is not None and folders[0] is not None and folders[1] is not None:
            yield from _known(was, known, (folders[0], folders[1]), old, new)
        else:
            yield from _unknown(before, after, old, new)


def _folder(known: Application | None) -> DataFolder | None:
    folder = known.data_folder() if known is not None else None
    return folder if folder is not None and folder.path and folder.certain else None


def _known(
    was: Application, known: Application, folders: tuple[DataFolder, DataFolder], old: Node, new: Node
) -> Iterator[Answer]:
    first = placement(folders[0].path or "", was.container, old)
    second = placement(folders[1].path or "", known.container, new)
    if first is None or not is_claim(first.volume) or _is_removed(first, new):
        return
    if was.family != known.family:
        same = second is not None and (second.volume, second.path) == (first.volume, first.path)
        if same and (was.family, known.family) not in READS_THE_OTHER:
            yield _foreign(was, known)
        return
    if second is None:
        if folders[0].path != folders[1].path or not lasting_mounts(known.container, new):
            fault = (
                f"{called(known)} wrote its data to {_shown(first)}, and now writes to "
                f"`{folders[1].path}` in the container"
            )
            yield Problem(folders[1].node, f"{fault}: it starts empty", help=KEEP, related=_before(first))
    elif is_claim(second.volume) and (first.volume, first.path) != (second.volume, second.path):
        yield _moved(first, second, folders, called(known), _severity(second, new))


def _moved(
    first: Placement,
    second: Placement,
    folders: tuple[DataFolder, DataFolder],
    title: str,
    severity: Severity | None,
) -> Problem:
    node = _changed_place(first.mount, second.mount)
    if node is None or (folders[0].path != folders[1].path and first.volume == second.volume):
        node = folders[1].node
    there = (
        f" on the claim `{_name(second)}`"
        if first.volume == second.volume
        else f" on the claim `{_name(first)}`"
    )
    to = _place(second) + ("" if first.volume == second.volume else f" on the claim `{_name(second)}`")
    where = (
        f"{_place(first)} to {to}{there}"
        if first.volume == second.volume
        else f"{_place(first)}{there} to {to}"
    )
    return Problem(
        node,
        f"the data folder of {title} moves from {where}: it starts empty",
        help=KEEP,
        severity=severity,
        related=_before(first),
    )


def _unknown(before: Node, after: Node, old: Node, new: Node) -> Iterator[Answer]:
    """Yields what moves for an image whose folders are not known: a mount's ``subPath`` or its path."""
    for mount in mounts(before):
        first = placement(mount_path(mount), before, old)
        second = placement(mount_path(mount), after, new)
        if first is None or not is_claim(first.volume) or _is_removed(first, new):
            continue
        if second is None or second.volume != first.volume:
            yield from _remounted(mount, after)
        elif mount_path(second.mount) == mount_path(mount) and first.path != second.path:
            sub_path = second.mount.get("subPath")
            yield Problem(
                sub_path if sub_path else second.mount,
                f"what is mounted at `{mount_path(mount)}` moves from {_place(first)} to "
                f"{_place(second)} of the claim "
                f"`{_name(second)}`: the application does not find its data",
                help=KEEP,
                severity=_severity(second, new),
                related=_before(first),
            )


def _remounted(mount: Node, after: Node) -> Iterator[Answer]:
    """Yields where a claim is mounted now, if the container still uses the old path."""
    path = mount_path(mount)
    moved = [one for one in mounts(after) if one.get("name").value == mount.get("name").value]
    if len(moved) != 1 or not any(_has_path(path, text) for text in words_of(after)):
        return
    yield Problem(
        moved[0].get("mountPath"),
        f"the claim `{moved[0].get('name').string()}` is no longer mounted at "
        f"`{path}`, which the container still uses: "
        "the application does not find its data",
        help=f"keep `mountPath: {path}`, or change the setting too",
        severity="info",
        related=(Related(mount.get("mountPath"), "the previous place"),),
    )


def _has_path(path: str, text: str) -> bool:
    before, found, after = text.partition(path)
    return bool(found) and not after[:1].isalnum() and (not before or not before[-1].isalnum())


def _foreign(was: Application, known: Application) -> Problem:
    return Problem(
        known.container.get("image"),
        f"{called(known)} finds the data of {called(was)} at its place on the claim, and cannot read it",
        help="use new claims for the other application, or another StatefulSet",
        related=(Related(was.container.get("image"), "the previous application"),),
    )


def _changed_place(first: Node, second: Node) -> Node | None:
    for key in ("subPath", "subPathExpr", "name", "mountPath"):
        if first.get(key).value != second.get(key).value:
            return second.get(key) if second.get(key) else second
    return None


def _severity(place: Placement, new: Node) -> Severity | None:
    name = place.mount.get("name").value
    prepared = any(mount.get("name").value == name for one in init_containers(new) for mount in mounts(one))
    return "info" if prepared else None


def _is_removed(place: Placement, new: Node) -> bool:
    return place.volume.startswith("claim:") and _name(place) not in claim_names(new)


def _name(place: Placement) -> str:
    return place.volume.partition(":")[2]


def _place(place: Placement) -> str:
    return f"`{place.path}`" if place.path else "the top of the volume"


def _shown(place: Placement) -> str:
    return f"{_place(place)} on the claim `{_name(place)}`"


def _before(place: Placement) -> tuple[Related, ...]:
    return (Related(place.mount, "the previous place"),)
