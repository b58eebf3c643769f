"""The pods have access to the node: privileged containers, or the node's processes, IPC or network.

An attacker who gets into such a container controls the node, and so can access the volumes of all pods that
run there.

> Privileged Pods disable most security mechanisms and must be disallowed.

The severity is info: this is intended by most who write it, and no pod fails because of it. A container
that changes a setting of the node, such as `sysctl -w vm.max_map_count=262144`, needs the privileges; the
setting belongs into the configuration of the nodes. Storage and network drivers need this access, and
`hostNetwork` with a `dnsPolicy` or a `hostPort` is taken for intended. If the access is intended, add
`# stslint: ignore=STS601` with the reason, so that the next reader knows.

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

A storage driver works on the directories of its node, and needs privileges to do so:

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
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS601"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"
FRAGMENTS = True
FIELDS = ("hostPID", "hostIPC", "hostNetwork", "privileged")

_SETTING = pattern(r"\bsysctl\b|/proc/sys/|/sys/kernel/")
_FEWER = "remove `privileged`, and add only the `capabilities` that the container needs"
_NODE_SETTING = (
    "change this setting in the configuration of the nodes, and remove the container: no capability and no "
    "`securityContext.sysctls` of a pod reaches it"
)
"""Only a privileged container can write to `/proc/sys`, and a pod can set namespaced sysctls only.

Source: https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
"""

SHARED = {"hostPID": "processes", "hostIPC": "IPC", "hostNetwork": "network"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if _is_driver(stateful_set):
        return
    for key, what in SHARED.items():
        node = pod_spec(stateful_set).get(key)
        if node.boolean() and not (key == "hostNetwork" and _is_deliberate(stateful_set)):
            yield Problem(node, f"`{key}` gives every pod access to the node's {what}", help="remove it")
    for container in all_containers(stateful_set):
        node = container.at("securityContext.privileged")
        if node.boolean():
            yield Problem(
                node,
                f"container `{container.get('name').string()}` is privileged: it has full access to its node",
                help=_NODE_SETTING if _tunes_node(container) else _FEWER,
            )


def _is_deliberate(stateful_set: Node) -> bool:
    """Returns whether the pods use the node's network on purpose: their DNS is set for it, or ports of it."""
    spec = pod_spec(stateful_set)
    ports = (port for one in all_containers(stateful_set) for port in one.get("ports").elements())
    return bool(spec.get("dnsPolicy")) or any(port.get("hostPort") for port in ports)


def _tunes_node(container: Node) -> bool:
    words = [*container.get("command").elements(), *container.get("args").elements()]
    return any(_SETTING.search(word.string()) for word in words)


def _is_driver(stateful_set: Node) -> bool:
    volumes = pod_spec(stateful_set).get("volumes").elements()
    return any(volume.at("hostPath.path").string().startswith("/var/lib/kubelet") for volume in volumes)
