"""With `readOnlyRootFilesystem`, the application cannot write to a folder that it needs to start.

Many images write configuration, sockets or temporary files outside of their data folder. With a read-only
root file system, the first of these writes fails (`Read-only file system`), and the container exits. An
`emptyDir` at the folder is enough; if the image ships files in it, an init container has to copy them.

> `readOnlyRootFilesystem`: Mounts the container's root filesystem as read-only.

The rule reports only folders without which an image in `stslint/applications` does not start ([how to
describe custom images](https://stslint.github.io/stslint/applications/)), and is silent for a container
with its own command. If files are mounted into such a folder, the application is assumed to only read it.
Volumes that the image declares are writable. A copy of the image under another name is info.

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
        securityContext:
          readOnlyRootFilesystem: true  # error: `/var/run/postgresql`
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
        image: postgres:16.6
        securityContext:
          readOnlyRootFilesystem: true
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
        - {name: run, mountPath: /var/run/postgresql}
      volumes:
      - name: run
        emptyDir: {}
  volumeClaimTemplates:
  - metadata:
      name: data
```

Files are mounted into the folder, so the image does not write its own:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      containers:
      - name: queue
        image: rabbitmq:4.0.5
        securityContext:
          readOnlyRootFilesystem: true
        volumeMounts:
        - {name: config, mountPath: /etc/rabbitmq/conf.d/10-cluster.conf, subPath: 10-cluster.conf}
        - {name: data, mountPath: /var/lib/rabbitmq}
      volumes:
      - name: config
        configMap: {name: queue}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.commands import words_of
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.placement import covering_mount
from stslint.kubernetes.queries.storage import is_below, mount_path, mounts
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS529"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"
FIELDS = ("readOnlyRootFilesystem",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        read_only = container.at("securityContext.readOnlyRootFilesystem")
        if read_only.value is not True or container.get("command"):
            continue
        known = application_of(container, bundle)
        if known is None:
            continue
        folders = [
            path for path in known.scratch_folders(needed=True) if not _is_writable(path, container, bundle)
        ]
        if folders:
            yield Problem(
                read_only,
                f"the application needs to write to {_listed(folders)}, which "
                f"{'is' if len(folders) == 1 else 'are'} "
                "read-only: it does not start",
                help=f"mount an `emptyDir` at {_listed(folders)}; if the image has files there, "
                "copy them first",
                severity=None if known.published else "info",
            )


def _is_writable(path: str, container: Node, bundle: Bundle) -> bool:
    """Returns whether a volume is mounted at a folder, or a setting may have moved what is written there."""
    known = application_of(container, bundle)
    declared = known.image_volumes() if known is not None else ()
    if any(is_below(path, volume) for volume in declared):
        return True
    aliases = {
        path,
        path.replace("/var/run/", "/run/"),
        path.replace("/run/", "/var/run/").replace("/var/var/", "/var/"),
    }
    if any(covering_mount(alias, container) is not None or _has_files(alias, container) for alias in aliases):
        return True
    moved = ("TMPDIR", "tmpdir", "unix_socket_directories", "socket=", "java.io.tmpdir")
    return any(word in text for text in words_of(container) for word in moved)


def _has_files(path: str, container: Node) -> bool:
    """Returns whether files are mounted into a folder: the application then reads them, and writes none."""
    return any(mount_path(mount) != path and is_below(mount_path(mount), path) for mount in mounts(container))


def _listed(folders: list[str]) -> str:
    return " and ".join((", ".join(f"`{path}`" for path in folders[:-1]), f"`{folders[-1]}`")).removeprefix(
        " and "
    )
