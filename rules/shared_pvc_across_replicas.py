"""All pods share one PersistentVolumeClaim: a claim under `volumes` is the same for each of them.

Each pod of a StatefulSet should have its own data, which is the purpose of `volumeClaimTemplates`. A claim
that the pod template refers to is one volume. With ReadWriteOnce, a second pod on another node waits forever
(Multi-Attach error), and on the same node two databases write into one directory.

> The storage for a given Pod must either be provisioned by a PersistentVolume Provisioner based on the
> requested storage class, or pre-provisioned by an admin.

It is correct to share a volume that is only read, or whose claim allows many writers (ReadWriteMany).

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
      volumes:
      - name: data  # error: db-0 ... db-2 share the claim `db-data`
        persistentVolumeClaim:
          claimName: db-data
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
```

A single pod does not share the claim:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  template:
    spec:
      volumes:
      - name: data
        persistentVolumeClaim:
          claimName: db-data
```

The volume or each mount is read-only:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        volumeMounts:
        - {name: pictures, mountPath: /pictures, readOnly: true}
      volumes:
      - name: pictures
        persistentVolumeClaim:
          claimName: pictures
      - name: films
        persistentVolumeClaim:
          claimName: films
          readOnly: true
```

The claim allows many writers:

```yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
spec:
  accessModes: [ReadWriteMany]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        volumeMounts:
        - {name: uploads, mountPath: /uploads}
      volumes:
      - name: uploads
        persistentVolumeClaim:
          claimName: uploads
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers, home_namespace, pod_range, replicas
from stslint.kubernetes.queries.storage import claim_names, mounts, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS210"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage"
FIELDS = ("persistentVolumeClaim",)

SHARED_MODES = frozenset({"ReadWriteMany", "ReadOnlyMany"})


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if replicas(stateful_set) <= 1:
        return
    replaced = claim_names(stateful_set)
    for name, volume in volumes(stateful_set).items():
        source = volume.get("persistentVolumeClaim")
        claim = source.get("claimName").string()
        if not claim or name in replaced or _only_read(stateful_set, name, source):
            continue
        if _access_modes(claim, home_namespace(stateful_set, bundle), bundle) & SHARED_MODES:
            continue
        yield Problem(
            volume,
            f"{pod_range(stateful_set)} share the claim `{claim}`: "
            "they compete for its volume or overwrite each other's files",
            help="use `volumeClaimTemplates`, which give each pod its own claim",
        )


def _only_read(stateful_set: Node, name: str, source: Node) -> bool:
    if source.get("readOnly").boolean():
        return True
    uses = [
        mount
        for container in all_containers(stateful_set)
        for mount in mounts(container)
        if mount.get("name").value == name
    ]
    return bool(uses) and all(mount.get("readOnly").boolean() for mount in uses)


def _access_modes(claim: str, where: str, bundle: Bundle) -> set[str]:
    found = bundle.find("PersistentVolumeClaim", where, claim)
    if found is None:
        return set()
    return {mode.string() for mode in found.root.at("spec.accessModes").elements()}
