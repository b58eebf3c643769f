"""Pods store data in a directory of their node, but nothing keeps them on that node.

A `hostPath` volume is a directory of the node on which the pod runs. When the pod is recreated on another
node, after a drain or the loss of a node, it starts with what is there, usually an empty directory.

> A hostPath volume mounts a file or directory from the host node's filesystem into your Pod. [...] Pods
> with identical configuration (such as created from a PodTemplate) may behave differently on different
> nodes due to different files on the nodes.

The rule reports directories that a container can write to, if neither `nodeSelector`, `nodeName` nor
required node affinity chooses the node. It does not report directories that belong to the node itself,
such as `/var/log`, `/dev` or those of the kubelet, sockets and files, storage drivers, and volumes of
StatefulSets that keep their data in claims.

## Bad

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
        image: registry.example.com/store:3
        volumeMounts:
        - {name: data, mountPath: /store}
      volumes:
      - name: data  # error: `/srv/store`
        hostPath:
          path: /srv/store
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
      nodeSelector:
        kubernetes.io/hostname: node-1
      containers:
      - name: store
        image: registry.example.com/store:3
        volumeMounts:
        - {name: data, mountPath: /store}
      volumes:
      - name: data
        hostPath:
          path: /srv/store
```

The directories belong to the node, or are only read:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: agent
spec:
  template:
    spec:
      containers:
      - name: agent
        image: registry.example.com/agent:3
        volumeMounts:
        - {name: logs, mountPath: /logs}
        - {name: docker, mountPath: /var/run/docker.sock}
        - {name: settings, mountPath: /settings, readOnly: true}
      volumes:
      - name: logs
        hostPath: {path: /var/log/pods}
      - name: docker
        hostPath: {path: /var/run/docker.sock}
      - name: settings
        hostPath: {path: /srv/settings}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import chooses_nodes, claim_templates, containers, pod_spec
from stslint.kubernetes.queries.storage import is_below, mounts, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS231"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"
FIELDS = ("hostPath",)

OF_THE_NODE = (
    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr", "/var/log",
    "/var/run", "/var/lib/containerd", "/var/lib/containers", "/var/lib/docker", "/var/lib/kubelet",
)  # fmt: skip
"""Directories that hold what the node itself or its kubelet writes."""

_NO_DIRECTORY = ("BlockDevice", "CharDevice", "File", "FileOrCreate", "Socket")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if claim_templates(stateful_set) or chooses_nodes(pod_spec(stateful_set)) or _is_driver(stateful_set):
        return
    written = _written(stateful_set)
    for name, volume in volumes(stateful_set).items():
        path = volume.at("hostPath.path").string()
        if name in written and path and not _belongs_to_node(path, volume.at("hostPath.type").string()):
            yield Problem(
                volume,
                f"`{path}` is a directory of the node, and nothing keeps the pods there: "
                "a pod on another node does not find its data",
                help="use `volumeClaimTemplates`, with a local storage class if the disk must be in the node",
            )


def _written(stateful_set: Node) -> set[str]:
    """Returns the names of the volumes that a container can write to."""
    found = (mount for container in containers(stateful_set) for mount in mounts(container))
    return {mount.get("name").string() for mount in found if not mount.get("readOnly").boolean()}


def _is_driver(stateful_set: Node) -> bool:
    """Returns whether the pods serve their node, as a storage driver does, and belong where they are."""
    paths = (volume.at("hostPath.path").string() for volume in volumes(stateful_set).values())
    return any(is_below(path, "/var/lib/kubelet") for path in paths)


def _belongs_to_node(path: str, kind: str) -> bool:
    shown = path.rstrip("/")
    if kind in _NO_DIRECTORY or not shown or shown.endswith(".sock"):
        return True
    return any(is_below(shown, folder) for folder in OF_THE_NODE)
