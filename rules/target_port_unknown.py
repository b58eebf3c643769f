"""A Service names a `targetPort` that its pods do not have: the port gets no endpoints.

A name in `targetPort` is looked up among the ports of each selected pod, together with the protocol. A pod
without such a port is not an endpoint of that port: connections are refused or time out, although the pods
are Ready. No event says why.

> Verify that the pod's containerPort matches up with the Service's targetPort

The rule compares the ports of all workloads in the checked files that the Service selects, and is silent if
one of them has the name. It cannot see ports of injected sidecars. A headless Service is reported as info:
its DNS names work without the port, and only SRV records and endpoints lack it.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: queue-client
spec:
  selector:
    app: queue
  ports:
  - port: 80
    targetPort: http  # error: no port named `http`
  - port: 53
    protocol: UDP
    targetPort: amqp  # error: for UDP
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    metadata:
      labels:
        app: queue
    spec:
      containers:
      - name: queue
        image: registry.example.com/queue:2
        ports:
        - {name: amqp, containerPort: 5672}
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: queue-client
spec:
  selector:
    app: queue
  ports:
  - port: 80
    targetPort: amqp
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    metadata:
      labels:
        app: queue
    spec:
      containers:
      - name: queue
        image: registry.example.com/queue:2
        ports:
        - {name: amqp, containerPort: 5672}
```

A number does not have to be in `ports`, and a sidecar can have the port:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: queue-client
spec:
  selector:
    app: queue
  ports:
  - {port: 80, targetPort: 8080}
  - {port: 9090, targetPort: metrics}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    metadata:
      labels:
        app: queue
    spec:
      initContainers:
      - name: exporter
        image: registry.example.com/exporter:1
        restartPolicy: Always
        ports:
        - {name: metrics, containerPort: 9090}
      containers:
      - name: queue
        image: registry.example.com/queue:2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import is_headless
from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import all_containers, is_stateful_set
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import certainly_deployed_together, workloads_selected
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS119"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/debug/debug-application/#my-service-is-missing-endpoints"
KINDS = ("Service",)


def check(service: Node, bundle: Bundle) -> Iterator[Answer]:
    selector = selector_of_object(service)
    wanted = [port for port in service.at("spec.ports").elements() if port.get("targetPort").string()]
    if selector is None or not wanted:
        return
    pods = [one.root for one in workloads_selected(selector, scope_of(service, bundle), bundle)]
    pods = [root for root in pods if certainly_deployed_together(service, root, bundle)]
    if not any(map(is_stateful_set, pods)):
        return
    offered = {port for root in pods for port in _ports(root)}
    for port in wanted:
        name, protocol = port.get("targetPort").string(), port.get("protocol").string("TCP")
        if not name.isdigit() and (name, protocol) not in offered:
            yield _problem(service, port.get("targetPort"), protocol, offered)


def _ports(root: Node) -> Iterator[tuple[str, str]]:
    for container in all_containers(root):
        for port in container.get("ports").elements():
            yield port.get("name").string(), port.get("protocol").string("TCP")


def _problem(service: Node, target: Node, protocol: str, offered: set[tuple[str, str]]) -> Problem:
    names = sorted(name for name, spoken in offered if name and spoken == protocol)
    kind = "" if protocol == "TCP" else f" for {protocol}"
    listed = ", ".join(f"`{name}`" for name in names)
    return Problem(
        target,
        f"the selected pods have no port named `{target.string()}`{kind}: this port of the Service gets no "
        "endpoints",
        help=f"use the name of one of their ports ({listed}) or its number"
        if listed
        else "use the number of the container's port, or name the port in the container's `ports`",
        severity="info" if is_headless(service) else None,
    )
