"""The Service that `serviceName` names is nowhere, so the pods get no DNS names.

A StatefulSet does not make its governing Service. Without it pods run and are ready, but names such as
`web-0.web.default.svc.cluster.local` do not resolve, and members that look for each other by name never meet.
The API server does not notice.

> StatefulSets currently require a Headless Service to be responsible for the network identity of the Pods.
> You are responsible for creating this Service.

Whether the Service is missing can only be known when all that is deployed is among the files; otherwise the
rule says that it could not check, or notes it as information.

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web  # error: no Service `web`
```

A Service of that name in another namespace does not count:

```yaml complete
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: other
spec:
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: shop
spec:
  serviceName: web  # error: in namespace `shop`
```

## Good

```yaml complete
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

from stslint.kubernetes.objects import namespace, pod_range
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS103"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    service_name = stateful_set.at("spec.serviceName")
    where = namespace(stateful_set)
    if not service_name.string() or bundle.find("Service", where, service_name.string()):
        return
    places = " or ".join(bundle.places) or "the files of this run"
    scope = f" in namespace `{where}`" if where else ""
    yield Problem(
        service_name,
        f"no Service `{service_name.string()}`{scope} in {places}: "
        f"{pod_range(stateful_set)} get no DNS names",
        help="add a headless Service, or name where it lives with --context",
        severity=None if bundle.complete else "info",
    )
