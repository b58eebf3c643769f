"""A database's folder on an `emptyDir` or `hostPath` does not go with the pod.

An `emptyDir` is deleted with its pod, so every rollout, eviction and drain empties it. A `hostPath` is a
folder of one node: on the next node the pod finds another one, or none. Both look fine until the pod is
made again.

> When a Pod is removed from a node for any reason, the data in the emptyDir is deleted permanently.

Only folders are reported that a known image keeps its data in, or that are such folders by their name
(`/var/lib/postgresql/data`). Where a selector pins the pods to chosen nodes, a `hostPath` is a note.

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
        - {name: data, mountPath: /var/lib/postgresql/data}
      volumes:
      - name: data  # error: is deleted with its pod
        emptyDir: {}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: cache
        image: registry.example.com/library/redis:8.0
        volumeMounts:
        - {name: data, mountPath: /data}
      volumes:
      - name: data  # error: stays behind on its node
        hostPath:
          path: /srv/cache
```

A claim under `ephemeral` is the pod's own, and goes with it as well:

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
        - {name: data, mountPath: /var/lib/mysql}
      volumes:
      - name: data  # error: an `ephemeral` volume is deleted with its pod
        ephemeral:
          volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}
```

Pinned to nodes, a note remains:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        disk: local
      containers:
      - name: db
        image: mysql:8.4
        volumeMounts:
        - {name: data, mountPath: /var/lib/mysql}
      volumes:
      - name: data  # error: stays behind on its node
        hostPath:
          path: /srv/db
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
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
        - {name: run, mountPath: /var/run/postgresql}
        - {name: scratch, mountPath: /data}
      volumes:
      - name: run
        emptyDir: {}
      - name: scratch
        emptyDir: {}
  volumeClaimTemplates:
  - metadata:
      name: data
```

The data itself lies on a claim:

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
        - {name: home, mountPath: /var/lib/postgresql}
        - {name: data, mountPath: /var/lib/postgresql/data}
      volumes:
      - name: home
        emptyDir: {}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.images import KNOWN, software
from stslint.kubernetes.objects import containers, pod_spec
from stslint.kubernetes.storage import claim_names, is_below, mount_path, mounts, volumes
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS212"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"

GONE_WITH_THE_POD = ("emptyDir", "ephemeral")
"""The volumes that are made for a pod and deleted with it."""

OWN_FOLDERS = frozenset(folder for known in KNOWN.values() for folder in known.data if folder.count("/") > 1)
"""Data folders that say by their name what they hold, under whatever image."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    claims, declared = claim_names(stateful_set), volumes(stateful_set)
    reported = set()
    for container in containers(stateful_set):
        persistent = [mount_path(mount) for mount in mounts(container) if _lasts(mount, claims, declared)]
        for mount in mounts(container):
            name, path = mount.get("name").string(), mount_path(mount)
            if name in claims or name not in declared or name in reported:
                continue
            if mount.get("readOnly").boolean() or not _holds_data(path, container):
                continue
            if not any(is_below(path, kept) or is_below(kept, path) for kept in persistent):
                reported.add(name)
                yield from _fleeting(declared[name], path, pod_spec(stateful_set))


def _lasts(mount: Node, claims: set[str], declared: dict[str, Node]) -> bool:
    name = mount.get("name").string()
    if name in claims:
        return True
    volume = declared.get(name)
    return volume is not None and not any(volume.get(kind) for kind in (*GONE_WITH_THE_POD, "hostPath"))


def _holds_data(path: str, container: Node) -> bool:
    known = software(container)
    folders = set(known.data) | OWN_FOLDERS if known else OWN_FOLDERS
    return path in folders or any(path.rpartition("/")[0] == folder for folder in folders if _inner(path))


def _inner(path: str) -> bool:
    return path.rpartition("/")[2] in ("data", "pgdata")


def _fleeting(volume: Node, path: str, spec: Node) -> Iterator[Answer]:
    gone = next((kind for kind in GONE_WITH_THE_POD if volume.get(kind)), "")
    if gone:
        yield Problem(
            volume,
            f"`{path}` holds data, and an `{gone}` volume is deleted with its pod",
            help="use `volumeClaimTemplates`, so that the data outlives the pod",
        )
    elif volume.get("hostPath"):
        yield Problem(
            volume,
            f"`{path}` holds data, and a `hostPath` stays behind on its node when the pod moves",
            help="use `volumeClaimTemplates`, with a local-volume class if the disk must be the node's own",
            severity="info" if spec.get("nodeSelector") or spec.get("nodeName") else None,
        )
