"""Members that look for each other before they are ready don't find each other.

DNS names only pods that are Ready, unless the headless Service says otherwise. Members of a cluster need
each other's addresses to become ready, so after a full stop each waits for names that appear only when it
is ready itself.

> publishNotReadyAddresses indicates that any agent which deals with endpoints for this Service should
> disregard any indications of ready/not-ready. The primary use case for setting this field is for a
> StatefulSet's Headless Service to propagate SRV DNS records for its Pods for the purpose of peer
> discovery.

It is said where the containers name their peers (`web-0.web`) or a known image forms a quorum. The annotation
`stslint.dev/role` says what an unknown image is.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:  # error: `db-0.db` resolves only once the pod is Ready
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        args: ["--join=db-0.db:7000,db-1.db:7000,db-2.db:7000"]
        readinessProbe:
          httpGet: {path: /ready, port: 7001}
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: etcd
spec:
  clusterIP: None
  publishNotReadyAddresses: false  # error: etcd-0 ... etcd-2
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  serviceName: etcd
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
        readinessProbe:
          httpGet: {path: /health, port: 2379}
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: etcd
spec:
  clusterIP: None
  publishNotReadyAddresses: true
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  serviceName: etcd
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
        readinessProbe:
          httpGet: {path: /health, port: 2379}
```

Nothing says that these pods look for each other:

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
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        readinessProbe:
          httpGet: {path: /, port: 80}
```

A database that can replicate need not do so, nor find its members by these names:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: cache
spec:
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  serviceName: cache
  replicas: 3
  template:
    spec:
      containers:
      - name: cache
        image: redis:8.0
        readinessProbe:
          exec: {command: [redis-cli, ping]}
```

The manifest says that each pod stands alone:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: consul
spec:
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: consul
  annotations:
    stslint.dev/role: single
spec:
  serviceName: consul
  replicas: 3
  template:
    spec:
      containers:
      - name: consul
        image: hashicorp/consul:1.21.0
        args: [agent, -server]
        readinessProbe:
          exec: {command: [consul, members]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.edits import insertion
from stslint.kubernetes.governing import blamed, doubt, is_headless, judged_pairs
from stslint.kubernetes.images import QUORUM, role
from stslint.kubernetes.objects import containers, name, pod_range, replicas
from stslint.kubernetes.pod_dns import pod_references
from stslint.model import Answer, Bundle, Edit, Fix, Node, Problem

ID = "STS108"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec"
KINDS = ("StatefulSet", "Service")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, service in judged_pairs(root, bundle):
        published = service.at("spec.publishNotReadyAddresses")
        if published.boolean() or not is_headless(service) or not _waits(stateful_set):
            continue
        peer = _peer(stateful_set, name(service))
        if not peer and role(stateful_set) != QUORUM:
            continue
        subject = f"`{peer}` resolves" if peer else f"the names of {pod_range(stateful_set)} resolve"
        yield Problem(
            blamed(root, published),
            f"{subject} only once the pod is Ready: members can't find each other while they start",
            help="write `publishNotReadyAddresses: true` in the headless Service",
            severity=doubt(stateful_set, service, bundle),
            fix=_fix(service) if service is root else None,
        )


def _waits(stateful_set: Node) -> bool:
    return replicas(stateful_set) > 1 and any(one.get("readinessProbe") for one in containers(stateful_set))


def _peer(stateful_set: Node, service_name: str) -> str:
    found = (peer.text for peer in pod_references(stateful_set) if peer.service == service_name)
    return next(found, "")


def _fix(service: Node) -> Fix | None:
    published, address = service.at("spec.publishNotReadyAddresses"), service.at("spec.clusterIP")
    text = "publishNotReadyAddresses: true"
    edit = Edit(published.span, "true") if published else insertion(address, text)
    if edit is None or (published.present and not published):
        return None
    return Fix(f"write `{text}`", (edit,), safe=False, note="DNS then also names pods that are not ready")
