"""The Service that `serviceName` names is nowhere, so the pods get no DNS names.

A StatefulSet does not make its governing Service. Without it pods run and are ready, but names such as
`web-0.web.default.svc.cluster.local` do not resolve, and members that look for each other by name never meet.
The API server does not notice.

> StatefulSets currently require a Headless Service to be responsible for the network identity of the Pods.
> You are responsible for creating this Service.

Whether the Service is missing can only be known when all that is deployed is among the files. Where
Services stand next to the set (in its namespace or, while that is open, its folder), one that is not among
them is worth a warning; where none does, a note; and a lone manifest can't know. A single pod has little
use for a name of its own where clients find it under another Service, so there it is a note in any case. One
that has no port for clients (`healthz` and `metrics` are asked at the pod's address) and that no Service
selects has none at all, and is spoken of only where all that is deployed is seen.

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

Other Services of the set's namespace are here, and this one is not among them:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web-public
spec:
  type: LoadBalancer
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web  # error: no Service `web`
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

No one calls this pod, by name or otherwise:

```yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: provisioner
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: provisioner
spec:
  serviceName: provisioner
  template:
    spec:
      containers:
      - name: provisioner
        image: registry.k8s.io/sig-storage/csi-provisioner:v5.3.0
        ports:
        - {name: healthz, containerPort: 9809}
```

## Not checked

```yaml
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

from stslint.kubernetes.queries.governing import no_dns_consequence
from stslint.kubernetes.queries.objects import namespace, replicas
from stslint.kubernetes.queries.ports import works_alone
from stslint.kubernetes.queries.selection import Scope, scope_of, selecting_objects
from stslint.model import Answer, Bundle, Node, NotChecked, Problem

ID = "STS105"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    service_name = stateful_set.at("spec.serviceName")
    where = namespace(stateful_set)
    if not service_name.string() or bundle.find("Service", where, service_name.string()):
        return
    if len(bundle.documents) == 1 and not bundle.complete:
        yield NotChecked(
            "a lone manifest can't show its Service: check the folder, or name it with --context"
        )
        return
    called = any(selecting_objects(stateful_set, bundle, ("Service",)))
    alone = works_alone(stateful_set)
    if alone and not called and not bundle.complete:
        return
    places = " or ".join(bundle.places) or "the files of this run"
    seen = bundle.complete or scope_of(stateful_set, bundle) in bundle.derived(_scopes)
    scope = f" in namespace `{where}`" if where else ""
    yield Problem(
        service_name,
        f"no Service `{service_name.string()}`{scope} in {places}: {no_dns_consequence(stateful_set)}",
        help="add a headless Service, or name where it lives with --context",
        severity=None if seen and not alone and not (called and replicas(stateful_set) <= 1) else "info",
    )


def _scopes(bundle: Bundle) -> frozenset[Scope]:
    """Returns the namespaces and folders in which Services stand."""
    return frozenset(scope_of(service.root, bundle) for service in bundle.of_kind("Service"))
