"""NetworkPolicies cut the pods off from the DNS server or from each other: members do not find each other.

As soon as one NetworkPolicy selects a pod for a direction, everything that no policy allows is blocked in
that direction. Two things are easily forgotten. Without egress to port 53 over UDP in another namespace, no
name resolves, neither of peers nor of other Services. Without ingress and egress between the pods
themselves at the ports of the members, a cluster does not form: the first pods start, or keep running until
they are restarted.

> When a pod is isolated for egress, the only allowed connections from the pod are those allowed by the
> `egress` list of some NetworkPolicy that applies to the pod for egress.

The rule reports missing DNS only if the pods use names, or if the policies allow egress to other pods by
their labels. It reports missing ports between the pods for applications whose members talk to each other
([known applications](https://stslint.github.io/stslint/applications/)), and for pods that name each other
with a port. What depends on addresses, on labels of other namespaces, or on policies outside of the files
counts as allowed.

## Bad

```yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: zk
spec:
  podSelector:
    matchLabels:
      app: zk
  policyTypes: [Egress]
  egress:  # error: no pod of StatefulSet `zk` can resolve names
  - to:
    - podSelector:
        matchLabels:
          app: zk
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  serviceName: zk
  replicas: 3
  template:
    metadata:
      labels:
        app: zk
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
```

Only the port for clients is open:

```yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: zk
spec:
  podSelector:
    matchLabels:
      app: zk
  ingress:  # error: ports 2888 and 3888
  - ports:
    - port: 2181
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  serviceName: zk
  replicas: 3
  template:
    metadata:
      labels:
        app: zk
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        ports:
        - {name: client, containerPort: 2181}
        - {name: peer, containerPort: 2888}
        - {name: election, containerPort: 3888}
```

## Good

```yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: zk
spec:
  podSelector:
    matchLabels:
      app: zk
  policyTypes: [Ingress, Egress]
  ingress:
  - ports:
    - port: 2181
  - from:
    - podSelector:
        matchLabels:
          app: zk
  egress:
  - ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
  - to:
    - podSelector:
        matchLabels:
          app: zk
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  serviceName: zk
  replicas: 3
  template:
    metadata:
      labels:
        app: zk
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
```

## Not checked

Policies of network plugins, such as `CiliumNetworkPolicy`, and clusters whose network plugin ignores
NetworkPolicies.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import QUORUM, SHARDED, applications
from stslint.kubernetes.queries.network_policies import (
    DNS_PORT,
    PortNeed,
    allows_dns,
    blocked_among_pods,
    has_rules,
    isolations,
    reach_each_other,
)
from stslint.kubernetes.queries.objects import all_containers, name, replicas
from stslint.kubernetes.queries.pod_dns import texts
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application

ID = "STS118"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/network-policies/"
KINDS = ("NetworkPolicy",)

_HOST = pattern(r"(?<![\w.-])[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*(?:\.svc\b|:[0-9]{2,5}(?![\w.]))")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, direction, policies in isolations(root, bundle):
        if direction == "egress":
            yield from _without_dns(root, stateful_set, policies, bundle)
        yield from _without_peers(root, stateful_set, policies, direction, bundle)


def _without_dns(
    root: Node, stateful_set: Node, policies: list[Document], bundle: Bundle
) -> Iterator[Answer]:
    if allows_dns(policies) or not (has_rules(policies, "egress") or _uses_names(stateful_set)):
        return
    yield Problem(
        _place(root, "egress"),
        f"no pod of StatefulSet `{name(stateful_set)}` can resolve names: no NetworkPolicy allows egress to "
        f"port {DNS_PORT} over UDP in another namespace",
        help=f"add an egress rule with port {DNS_PORT} for UDP and TCP to the namespace `kube-system`",
        severity=None if bundle.complete else "info",
        related=(Related(stateful_set.at("metadata.name"), "the pods that the policy selects"),),
    )


def _without_peers(
    root: Node, stateful_set: Node, policies: list[Document], direction: str, bundle: Bundle
) -> Iterator[Answer]:
    needs, usual = _needs(stateful_set, bundle) if replicas(stateful_set) > 1 else (set(), set())
    blocked = blocked_among_pods(stateful_set, policies, direction, sorted(needs or usual), bundle)
    if not blocked or (not needs and reach_each_other(stateful_set, policies, direction, bundle)):
        return
    yield Problem(
        _place(root, direction),
        f"the pods of StatefulSet `{name(stateful_set)}` cannot reach each other at {_shown(blocked)}: no "
        f"NetworkPolicy allows this {direction}",
        help=f"add a rule to `{direction}` that has the labels of the pods as `podSelector`",
        severity=None if bundle.complete else "info",
        related=(Related(stateful_set.at("metadata.name"), "the pods that the policy selects"),),
    )


def _place(root: Node, direction: str) -> Node:
    return root.get("spec").get(direction) if root.get("spec").get(direction) else root.get("spec")


def _needs(stateful_set: Node, bundle: Bundle) -> tuple[set[PortNeed], set[PortNeed]]:
    """Returns the ports at which the pods certainly talk to each other, and all those that they can use."""
    import re  # few checks get here

    stem = re.escape(name(stateful_set))
    form = re.compile(rf"(?<![-\w.]){stem}-[0-9]+\.[\w.-]+((?::[0-9]{{2,5}})+)")
    written = (port for node in texts(stateful_set) for port in form.findall(node.string()))
    found = {PortNeed(int(one)) for each in written for one in each.split(":") if one}
    if found:
        return found, set()
    known = [one for one in applications(stateful_set, bundle) if _talks(one)]
    usual = {PortNeed(port.number) for one in known for port in one.ports("peer")}
    declared = {
        PortNeed(port.get("containerPort").integer(0))
        for container in all_containers(stateful_set)
        for port in container.get("ports").elements()
    }
    return usual & declared, usual


def _talks(known: Application) -> bool:
    """Returns whether members use the known ports: Kafka's brokers have listeners at any port."""
    return known.role() == QUORUM or (known.role() == SHARDED and known.family != "kafka")


def _uses_names(stateful_set: Node) -> bool:
    return any(_HOST.search(node.string()) for node in texts(stateful_set))


def _shown(blocked: list[PortNeed]) -> str:
    numbers = [str(need.number) for need in blocked]
    if len(numbers) == 1:
        return f"port {numbers[0]}"
    return f"ports {', '.join(numbers[:-1])} and {numbers[-1]}"
