"""The governing Service is not headless, so the pods get no DNS names.

For an ordinary Service, DNS returns the single address of the Service, and connections to it are spread
over all pods. Only a headless Service (`clusterIP: None`) gives each pod its own DNS name, so `web-0.web`
does not resolve with any other Service, and a client that needs the primary reaches an arbitrary pod.

> StatefulSets currently require a Headless Service to be responsible for the network identity of the Pods.

`clusterIP` is immutable: either delete and recreate a live Service that has an address, or add a second,
headless Service before the StatefulSet is first applied. If a headless Service is live and only the line
was removed from the manifest, the Service stays headless, and it is enough to put the line back. A single
pod can also be reached through the Service, so it is reported as info.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:  # error: Service `web` is not headless
  selector:
    app: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: 10.0.0.12  # error: web-0 and web-1
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 2
```

An alias of an external name does not govern any pods:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ExternalName  # error: alias
  externalName: web.example.com
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 2
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
---
apiVersion: v1
kind: Service
metadata:
  name: web-public
spec:
  type: LoadBalancer
  selector:
    app: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
```

A Service of the same name in another namespace is a different Service:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: other
spec:
  type: ClusterIP
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: shop
spec:
  serviceName: web
  replicas: 3
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import (
    checked_pairs,
    is_external_name,
    is_headless,
    no_dns_consequence,
    pairing_severity,
    report_node,
)
from stslint.kubernetes.queries.objects import name, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS106"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#headless-services"
KINDS = ("StatefulSet", "Service")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, service in checked_pairs(root, bundle):
        if is_headless(service):
            return
        alias = is_external_name(service)
        fault = "is an alias of an external name" if alias else "is not headless"
        yield Problem(
            report_node(root, service.at("spec.type" if alias else "spec.clusterIP")),
            f"Service `{name(service)}` {fault}: {no_dns_consequence(stateful_set)}",
            help="set `clusterIP: None`; a live Service with an address has to be deleted first",
            severity=pairing_severity(stateful_set, service, bundle)
            if replicas(stateful_set) > 1
            else "info",
        )
