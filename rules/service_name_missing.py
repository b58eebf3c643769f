"""Without `serviceName`, the pods have stable names that nothing can look up.

`serviceName` names the headless Service under which each pod gets its own DNS name, such as
`web-0.web.default.svc.cluster.local`. Without it the pods run, but members cannot find each other. The field
is immutable and cannot be added later, so the StatefulSet has to be deleted and recreated.

> serviceName is the name of the service that governs this StatefulSet. [...] Pods get DNS/hostnames that
> follow the pattern: pod-specific-string.serviceName.default.svc.cluster.local

Up to Kubernetes 1.32, the published schema requires the field, so `kubectl apply` refuses the manifest. From
1.33 on, it is optional. A single pod that listens on no port needs no DNS name, and is not reported.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:  # error: web-0 ... web-2 get no DNS names
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
```

The members refer to each other by names that do not resolve:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: ""  # error: `db-0.db` is used
  replicas: 2
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:2.1
        args: ["--join=db-0.db:7000"]
```

```yaml kubernetes=1.32
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:  # error: Kubernetes 1.32 requires
  replicas: 3
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
```

A single worker that listens on no port:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mailer
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: mailer
        image: registry.example.com/mailer:4
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import no_dns_consequence
from stslint.kubernetes.queries.pod_dns import pod_references
from stslint.kubernetes.queries.ports import works_alone
from stslint.kubernetes.schema.versions import number
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS103"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"

OPTIONAL_SINCE = 33


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    service_name = stateful_set.at("spec.serviceName")
    if service_name.string():
        return
    required = number(bundle.kubernetes_version) < OPTIONAL_SINCE
    if not required and works_alone(stateful_set):
        return
    used = next(iter(pod_references(stateful_set)), None)
    yield Problem(
        service_name,
        f"`serviceName` is not set: {no_dns_consequence(stateful_set)}"
        + (f", although `{used.text}` is used" if used else "")
        + (f", and Kubernetes {bundle.kubernetes_version} requires the field" if required else ""),
        help="set `serviceName` to the name of a headless Service: it cannot be added later",
        severity="warning" if required or used else "info",
    )
