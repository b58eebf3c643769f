"""The Service that `serviceName` refers to does not exist, so the pods get no DNS names.

A StatefulSet does not create its governing Service. Without the Service, the pods run and become ready, but
names such as `web-0.web.default.svc.cluster.local` do not resolve, and members that look each other up by
name never find each other. The API server does not check this.

> StatefulSets currently require a Headless Service to be responsible for the network identity of the Pods.
> You are responsible for creating this Service.

Only a run in which the checked files contain everything that is deployed can know that the Service is
missing. If other Services are next to the StatefulSet (in its namespace or, if none is set, in its folder),
a missing Service is reported as a warning, and otherwise as info. A single manifest cannot show whether the
Service exists.

If clients find a single pod through another Service, the pod has little use for its own DNS name, so this is
always reported as info. If a single pod has no port for clients (`healthz` and `metrics` are requested at the
address of the pod) and no Service selects it, it does not use its name at all. It is then only reported in a
run with `--complete`.

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web  # error: no Service named `web`
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.29
        readinessProbe:
          tcpSocket: {port: 80}
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

The files contain other Services of the same namespace, but not this one:

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
  serviceName: web  # error: no Service named `web`
```

## Good

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.29
        readinessProbe:
          tcpSocket: {port: 80}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
```

Nothing connects to this pod, by name or otherwise:

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
from stslint.kubernetes.queries.indexes import IN_SCOPE
from stslint.kubernetes.queries.objects import home_namespace, namespace, replicas
from stslint.kubernetes.queries.ports import works_alone
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import selecting_objects
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS105"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"
FIELDS = ("serviceName",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    service_name = stateful_set.at("spec.serviceName")
    where, home = namespace(stateful_set), home_namespace(stateful_set, bundle)
    if not service_name.string() or bundle.find("Service", home, service_name.string()):
        return
    if bundle.is_single and not bundle.complete:
        yield NotChecked(
            "a single manifest cannot show its Service: check its folder, or pass the folder with --context"
        )
        return
    called = any(selecting_objects(stateful_set, bundle, ("Service",)))
    alone = works_alone(stateful_set)
    if alone and not called and not bundle.complete:
        return
    places = " or ".join(bundle.places) or "the checked files"
    seen = bundle.complete or any(bundle.found(IN_SCOPE, ("Service", scope_of(stateful_set, bundle))))
    scope = f" in namespace `{where}`" if where else ""
    yield Problem(
        service_name,
        f"no Service named `{service_name.string()}`{scope} in {places}: {no_dns_consequence(stateful_set)}",
        help="add a headless Service, or pass the folder that contains it with --context",
        severity=None if seen and not alone and not (called and replicas(stateful_set) <= 1) else "info",
    )
