"""The pods get the rights of the node: privileged containers, or the node's processes, IPC or network.

Whoever gets into such a container is on the node, and so has the volumes of all pods that run there.

> Privileged Pods disable most security mechanisms and must be disallowed.

Drivers of storage and network need it. Where it is meant, `# stslint: ignore=STS601` with the reason tells
the next reader.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      hostPID: true  # error: `hostPID`
      initContainers:
      - name: tune
        image: busybox:1.37
        securityContext:
          privileged: true  # error: container `tune`
      containers:
      - name: db
        image: postgres:17.2
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
      hostNetwork: false
      containers:
      - name: db
        image: postgres:17.2
        securityContext:
          privileged: false
          allowPrivilegeEscalation: false
```

A storage driver works on its node's own folders, and can't do so otherwise:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: csi-driver
spec:
  template:
    spec:
      containers:
      - name: driver
        image: registry.k8s.io/sig-storage/hostpathplugin:v1.17.0
        securityContext:
          privileged: true
        volumeMounts:
        - name: plugins
          mountPath: /var/lib/kubelet/plugins
      volumes:
      - name: plugins
        hostPath:
          path: /var/lib/kubelet/plugins
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers, pod_spec
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS601"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"
FRAGMENTS = True

SHARED = {"hostPID": "processes", "hostIPC": "IPC", "hostNetwork": "network"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if _is_driver(stateful_set):
        return
    for key, what in SHARED.items():
        node = pod_spec(stateful_set).get(key)
        if node.boolean():
            yield Problem(node, f"`{key}` shares the node's {what} with every pod", help="leave it out")
    for container in all_containers(stateful_set):
        node = container.at("securityContext.privileged")
        if node.boolean():
            yield Problem(
                node,
                f"container `{container.get('name').string()}` has all rights on its node",
                help="leave it out, and add the single `capabilities` that it needs",
            )


def _is_driver(stateful_set: Node) -> bool:
    volumes = pod_spec(stateful_set).get("volumes").elements()
    return any(volume.at("hostPath.path").string().startswith("/var/lib/kubelet") for volume in volumes)
