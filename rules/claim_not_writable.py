"""The process is not root, and without `fsGroup` it may not be able to write to its claim.

A new file system on a block device belongs to root, and other users cannot write to it (`Permission
denied`, `mkdir: cannot create directory`). With `fsGroup`, the kubelet gives the volume to a group that the
process belongs to. With volumes that allow everyone to write, such as those of some provisioners of local
folders and of NFS, it works without `fsGroup`. Whether the storage is one of these is not visible, so the
finding is info.

> By default, [with `fsGroup`] Kubernetes recursively changes ownership and permissions for the contents of
> each volume to match the `fsGroup` specified in a Pod's `securityContext` when that volume is mounted.

A process is not root if `runAsUser` says so, or for an image in `stslint/applications` whose user is known
and under its publisher's name ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). An init container that mounts the same claim as
root, or whose command changes owners, is taken for the solution. OpenShift sets `fsGroup` itself; the rule
cannot see that. It is reported once for a StatefulSet.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  template:
    spec:
      securityContext:
        runAsUser: 1000
      containers:
      - name: store
        image: registry.example.com/store:1
        volumeMounts:
        - {name: data, mountPath: /data}  # error: runs as user 1000
  volumeClaimTemplates:
  - metadata:
      name: data
```

The image has a user of its own:

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
        image: opensearchproject/opensearch:2.18.0
        volumeMounts:
        - {name: data, mountPath: /usr/share/opensearch/data}  # error: runs as user 1000
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  template:
    spec:
      securityContext:
        runAsUser: 1000
        fsGroup: 1000
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
      initContainers:
      - name: own
        image: busybox:1.37
        command: [chown, -R, "1000", /data]
        volumeMounts:
        - {name: data, mountPath: /data}
      containers:
      - name: store
        image: registry.example.com/store:1
        securityContext: {runAsUser: 1000}
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.objects import containers, init_containers, pod_spec
from stslint.kubernetes.queries.security import effective
from stslint.kubernetes.queries.storage import claim_names, mounts
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS528"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod"
FIELDS = ("volumeClaimTemplates",)

SHARED = ("ReadWriteMany", "ReadOnlyMany")
"""Modes of file servers, which decide about access themselves."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    if spec.at("securityContext.fsGroup") or spec.at("os.name").value == "windows":
        return
    prepared = _prepared(stateful_set)
    told: set[str] = set()
    for container in containers(stateful_set):
        mounted = mounts(container)
        uid, gid = _user(container, stateful_set, bundle) if mounted else (0, 0)
        for mount in mounted if uid else ():
            name = mount.get("name").string()
            if name in prepared or name in told or name not in claim_names(stateful_set):
                continue
            if mount.get("readOnly").boolean() or _is_shared(name, stateful_set):
                continue
            told |= claim_names(stateful_set)
            yield Problem(
                mount,
                f"`{container.get('name').string()}` runs as user {uid}, and without "
                "`fsGroup` a new volume of the claim "
                f"`{name}` belongs to root: the process may not be able to write",
                help=f"set `fsGroup: {gid or uid}` in the pod's `securityContext`",
            )


def _user(container: Node, stateful_set: Node, bundle: Bundle) -> tuple[int, int]:
    """Returns the user and group of the process, or zeros for root and for what is not known."""
    written = effective("runAsUser", container, stateful_set)
    if written:
        return written.integer(), effective("runAsGroup", container, stateful_set).integer()
    known = application_of(container, bundle)
    user = known.user() if known is not None and known.published else None
    if (
        user is None
        or user.starts_as_root
        or not user.certain
        or container.at("securityContext.privileged").value
    ):
        return 0, 0
    return user.uid, user.gid


def _prepared(stateful_set: Node) -> set[str]:
    """Returns the volumes that an init container may prepare: it changes owners, or may be root."""
    found: set[str] = set()
    for container in init_containers(stateful_set):
        words = [*container.get("command").elements(), *container.get("args").elements()]
        script = " ".join(word.string() for word in words)
        user = effective("runAsUser", container, stateful_set)
        if "chown" in script or "chmod" in script or user.integer(0) == 0:
            found |= {mount.get("name").string() for mount in mounts(container)}
    return found


def _is_shared(name: str, stateful_set: Node) -> bool:
    for claim in stateful_set.at("spec.volumeClaimTemplates").elements():
        if claim.at("metadata.name").value == name:
            modes = [mode.string() for mode in claim.at("spec.accessModes").elements()]
            return any(mode in SHARED for mode in modes)
    return False
