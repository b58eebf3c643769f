"""The data directory of a database is on an `emptyDir` or `hostPath`, which does not follow the pod.

An `emptyDir` is deleted with its pod, so every rollout, eviction and drain empties it. A `hostPath` is a
directory of one node: on the next node the pod finds a different directory, or none. Both seem to work until
the pod is recreated.

> When a Pod is removed from a node for any reason, the data in the emptyDir is deleted permanently.

Only directories in which a known image keeps its data, or whose names show that they hold data
(`/var/lib/postgresql/data`), are reported. If a selector pins the pods to certain nodes, a `hostPath` is
reported as info. The data of `redis` is reported as info too, and not at all if its settings turn off saving.

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
      - name: data  # error: stays on its node
        hostPath:
          path: /srv/cache
```

A claim under `ephemeral` belongs to the pod, and is deleted with it too:

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

If the pods are pinned to nodes, it is reported as info:

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
      - name: data  # error: stays on its node
        hostPath:
          path: /srv/db
```

A volume that names no type is an `emptyDir`:

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

The data itself is on a claim:

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

A cache that is configured to save nothing (`save ""`) has no data to lose:

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: cache
data:
  redis.conf: |
    maxmemory 1gb
    save ""
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: cache
        image: redis:8.0
        volumeMounts:
        - {name: data, mountPath: /data}
        - {name: settings, mountPath: /etc/redis}
      volumes:
      - name: settings
        configMap: {name: cache}
      - name: data
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
        image: redis:8.0
        args: [--save, "", --appendonly, "no"]
        volumeMounts:
        - {name: data, mountPath: /data}
      volumes:
      - name: data
        emptyDir: {}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of, is_data_folder
from stslint.kubernetes.queries.config_maps import mounted_texts
from stslint.kubernetes.queries.data_roles import holds_no_data
from stslint.kubernetes.queries.objects import chooses_nodes, containers, pod_spec
from stslint.kubernetes.queries.storage import claim_names, is_below, mount_path, mounts, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS212"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"
FIELDS = ("volumes",)

GONE_WITH_THE_POD = ("emptyDir", "ephemeral")
"""The types of volumes that are created for a pod and deleted with it."""

_NO_SNAPSHOTS = pattern(r"(?m)(?:^[^\S\n]*|--)save\s+(?:\"\"|'')")
_APPENDS = pattern(r"(?m)(?:^[^\S\n]*|--)appendonly\s+[\"']?yes")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if holds_no_data(stateful_set):
        return
    claims, declared = claim_names(stateful_set), volumes(stateful_set)
    reported = set()
    for container in containers(stateful_set):
        for mount in mounts(container):
            name, path = mount.get("name").string(), mount_path(mount)
            if name in claims or name not in declared or name in reported:
                continue
            if mount.get("readOnly").boolean() or not _holds_data(path, container, bundle):
                continue
            lasting = (mount_path(one) for one in mounts(container) if _lasts(one, claims, declared))
            if any(is_below(path, kept) or is_below(kept, path) for kept in lasting):
                continue
            reported.add(name)
            if not _saves_nothing(container, stateful_set, bundle):
                spec, cache = pod_spec(stateful_set), _is_cache(container, bundle)
                yield from _fleeting(declared[name], path, cache, spec)


def _saves_nothing(container: Node, stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether the arguments or mounted settings of a cache turn off both of its ways to save."""
    if not _is_cache(container, bundle):
        return False
    words = [*container.get("command").elements(), *container.get("args").elements()]
    settings = [" ".join(shown.string() or '""' for shown in words), *mounted_texts(stateful_set, bundle)]
    return any(_NO_SNAPSHOTS.search(text) for text in settings) and not any(
        _APPENDS.search(text) for text in settings
    )


def _lasts(mount: Node, claims: frozenset[str], declared: dict[str, Node]) -> bool:
    name = mount.get("name").string()
    if name in claims:
        return True
    volume = declared.get(name)
    return volume is not None and not _gone_with_the_pod(volume) and not volume.get("hostPath")


def _gone_with_the_pod(volume: Node) -> str:
    """Returns the type of a volume that is deleted with its pod; without a type it is ``emptyDir``."""
    kinds = [key for key, node in volume.entries().items() if key != "name" and node]
    found = [kind for kind in GONE_WITH_THE_POD if kind in kinds]
    return found[0] if found else "" if kinds else "emptyDir"


def _holds_data(path: str, container: Node, bundle: Bundle) -> bool:
    known = application_of(container, bundle)
    usual = known.usual_folders() if known else frozenset()
    folders = [path, path.rpartition("/")[0]] if _inner(path) else [path]
    return any(folder in usual or is_data_folder(folder) for folder in folders)


def _is_cache(container: Node, bundle: Bundle) -> bool:
    """Returns whether the software is as often a cache, which can start empty, as a store."""
    known = application_of(container, bundle)
    return known is not None and known.is_often_cache()


def _inner(path: str) -> bool:
    return path.rpartition("/")[2] in ("data", "pgdata")


def _fleeting(volume: Node, path: str, cache: bool, spec: Node) -> Iterator[Answer]:
    gone = _gone_with_the_pod(volume)
    if gone:
        yield Problem(
            volume,
            f"`{path}` holds data, but an `{gone}` volume is deleted with its pod",
            help="use `volumeClaimTemplates`, so that the data outlives the pod",
            severity="info" if cache else None,
        )
    elif volume.get("hostPath"):
        yield Problem(
            volume,
            f"`{path}` holds data, but a `hostPath` stays on its node when the pod moves",
            help="use `volumeClaimTemplates`, with a local storage class if the disk must be in the node",
            severity="info" if chooses_nodes(spec) else None,
        )
