"""A headless Service does not map ports: clients connect to its `port`, not to the `targetPort`.

A Service with a cluster IP translates `port` to `targetPort`. For a headless Service, DNS returns the
addresses of the pods themselves, so a client that connects to the `port` of the Service reaches the same port
of the pod, and nothing may be listening there.

> For headless Services, a cluster IP is not allocated, kube-proxy does not handle these Services, and there
> is no load balancing or proxying done by the platform for them.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  ports:
  - name: http
    port: 80
    targetPort: 8080  # error: reach port 80 of the pod, not 8080
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  ports:
  - port: 80
    targetPort: http  # error: not 8080
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        ports:
        - {name: http, containerPort: 8080}
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  ports:
  - name: http
    port: 80
    targetPort: http
  - name: metrics
    port: 9113
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        ports:
        - {name: http, containerPort: 80}
```

A Service with a cluster IP does map them:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
    targetPort: 8080
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import checked_pairs, is_headless, pairing_severity, report_node
from stslint.kubernetes.queries.objects import all_containers, name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS109"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#headless-services"
KINDS = ("StatefulSet", "Service")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, service in checked_pairs(root, bundle):
        if not is_headless(service):
            continue
        for port in service.at("spec.ports").elements():
            number, target = port.get("port").integer(), port.get("targetPort")
            reached = _number(target, stateful_set)
            if number and reached and number != reached:
                yield Problem(
                    report_node(root, target),
                    f"clients of the headless Service `{name(service)}` reach port {number} of the pod, "
                    f"not {reached}: it does not map ports",
                    help=f"set `port: {reached}`, or let clients use that port regardless of the Service",
                    severity=pairing_severity(stateful_set, service, bundle),
                )


def _number(target: Node, stateful_set: Node) -> int:
    """Returns the port number that a target refers to, or zero if it is not known."""
    if not target.string():
        return target.integer()
    for container in all_containers(stateful_set):
        for port in container.get("ports").elements():
            if port.get("name").value == target.value:
                return port.get("containerPort").integer()
    return 0
