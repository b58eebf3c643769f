"""A port without a name gets no SRV record, so clients cannot look it up.

SRV records are created only for named ports: `_http._tcp.web.default.svc.cluster.local` lists every pod with
its port. Clients that discover their peers this way need it, and so do some service meshes, which read the
protocol from the name. This rule is off by default, because most clients only look up addresses.

> SRV Records are created for named ports that are part of normal or headless services.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  ports:
  - port: 80  # error: port 80 has no name
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
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
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
```

A headless Service does not need any ports:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
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

from stslint.kubernetes.queries.governing import checked_pairs, is_headless, report_node
from stslint.kubernetes.queries.objects import all_containers, name
from stslint.kubernetes.values.edits import insertion
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS110"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#srv-records"
DEFAULT = False
KINDS = ("StatefulSet", "Service")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, service in checked_pairs(root, bundle):
        if not is_headless(service):
            continue
        for port in service.at("spec.ports").elements():
            if not port.get("name").string():
                number = port.get("port")
                yield Problem(
                    report_node(root, number),
                    f"port {number.integer()} has no name: "
                    f"Service `{name(service)}` has no SRV record for it",
                    help="give the port a name, such as `http`",
                    fix=_fix(number, stateful_set) if root is service else None,
                )


def _fix(number: Node, stateful_set: Node) -> Fix | None:
    """Returns the edit that adds the name of the container port with the same number."""
    for container in all_containers(stateful_set):
        for port in container.get("ports").elements():
            own = port.get("name").string()
            edit = insertion(number, f"name: {own}")
            if own and edit and port.get("containerPort").value == number.value:
                return Fix(f"name the port `{own}`, as in the container", (edit,))
    return None
