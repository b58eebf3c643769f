"""A pod sets a sysctl that the kubelet refuses: the pod fails with `SysctlForbidden`.

The kubelet allows only *safe* sysctls, which affect nothing but the pod. Other sysctls of a namespace
(`kernel.sem`, `net.core.somaxconn`) work only on nodes whose kubelet has them in
`--allowed-unsafe-sysctls`. Elsewhere, the pod is scheduled, fails and is replaced, again and again. Sysctls
of the whole node, such as `vm.max_map_count`, cannot be set by a pod at all, and neither can `net.*` with
`hostNetwork: true` or `kernel.shm*` with `hostIPC: true`.

> A number of sysctls are namespaced [...]. All unsafe sysctls are disabled by default and must be allowed
> manually by the cluster admin on a per-node basis. Pods with disabled unsafe sysctls will be scheduled,
> but will fail to launch.

The rule cannot see the settings of the kubelets, so an unsafe sysctl that nodes can allow is a warning
without a `nodeSelector` or node affinity, and otherwise info. Which sysctls are safe depends on the
Kubernetes version.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      securityContext:
        sysctls:
        - name: net.core.somaxconn  # error: is not a safe sysctl
          value: "4096"
        - name: vm.max_map_count  # error: belongs to the whole node
          value: "262144"
```

`net.ipv4.tcp_rmem` is safe from 1.32 on:

```yaml kubernetes=1.31
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      securityContext:
        sysctls:
        - name: net.ipv4.tcp_rmem  # error: is not a safe sysctl
          value: "4096 87380 16777216"
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      hostNetwork: true
      securityContext:
        sysctls:
        - name: net.ipv4.tcp_syncookies  # error: with `hostNetwork: true`
          value: "1"
```

## Good

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      securityContext:
        sysctls:
        - name: net.ipv4.ip_local_port_range
          value: "1024 65535"
        - name: net/ipv4/tcp_rmem
          value: "4096 87380 16777216"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import chooses_nodes, pod_spec
from stslint.kubernetes.schema.versions import number
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS521"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#enabling-unsafe-sysctls"
FIELDS = ("sysctls",)

SAFE = {
    "kernel.shm_rmid_forced": 0,
    "net.ipv4.ip_local_port_range": 0,
    "net.ipv4.tcp_syncookies": 0,
    "net.ipv4.ping_group_range": 21,
    "net.ipv4.ip_unprivileged_port_start": 22,
    "net.ipv4.ip_local_reserved_ports": 27,
    "net.ipv4.tcp_keepalive_time": 29,
    "net.ipv4.tcp_fin_timeout": 29,
    "net.ipv4.tcp_keepalive_intvl": 29,
    "net.ipv4.tcp_keepalive_probes": 29,
    "net.ipv4.tcp_rmem": 32,
    "net.ipv4.tcp_wmem": 32,
}
"""The safe sysctls, each with the Kubernetes version (1.x) since which it is safe."""

NAMESPACED = ("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.", "net.")
"""The beginnings of the sysctls that belong to a namespace of the pod."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    for sysctl in spec.at("securityContext.sysctls").elements():
        node = sysctl.get("name")
        name = _dotted(node.string())
        if name:
            yield from _fault(name, node, spec, number(bundle.kubernetes_version))


def _fault(name: str, node: Node, spec: Node, version: int) -> Iterator[Answer]:
    if not name.startswith(NAMESPACED):
        fault = f"`{name}` belongs to the whole node: a pod cannot set it, and the kubelet refuses the pod"
        help = "set it on the nodes, or in a privileged init container"
        yield Problem(node, fault, help=help)
    elif name.startswith("net.") and spec.get("hostNetwork").boolean():
        fault = f"`{name}` cannot be set with `hostNetwork: true`: the kubelet refuses the pod"
        yield Problem(node, fault, help="remove it, or `hostNetwork: true`")
    elif not name.startswith("net.") and spec.get("hostIPC").boolean():
        fault = f"`{name}` cannot be set with `hostIPC: true`: the kubelet refuses the pod"
        yield Problem(node, fault, help="remove it, or `hostIPC: true`")
    elif SAFE.get(name, 1000) > version:
        yield Problem(
            node,
            f"`{name}` is not a safe sysctl: the kubelet refuses the pod unless its node allows it",
            help="remove it, or allow it with `--allowed-unsafe-sysctls` on the nodes and select these nodes",
            severity="info" if chooses_nodes(spec) else None,
        )


def _dotted(name: str) -> str:
    """Returns the name with dots between its parts; with slashes, a dot is part of a name."""
    first = next((char for char in name if char in "./"), ".")
    return name if first == "." else name.translate(str.maketrans("./", "/."))
