"""A container refers to pods of its own StatefulSet by names that its governing Service does not give.

Only a headless Service gives each pod a DNS name. If the governing Service has a cluster IP, or does not
exist, `web-0.web` never resolves, so no member finds another, and a member that announces itself under
such a name is not reachable.

> StatefulSets currently require a Headless Service to be responsible for the network identity of the Pods.
> You are responsible for creating this Service.

The rule recognizes names with a number (`web-0.web`) and names that the kubelet or a shell completes
(`$(POD_NAME).web`). A missing Service is reported only in a run with `--complete`.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
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
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: registry.example.com/web:3
        env:
        - name: SEED
          value: web-0.web:7000  # error: Service `web` is not headless
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
```

```yaml complete
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
        image: registry.example.com/web:3
        args:
        - --advertise=$(POD_NAME).web.default.svc  # error: there is no Service `web`
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
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: registry.example.com/web:3
        args: [--join=web-0.web, --advertise=$(POD_NAME).web]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import governing_service, is_headless, pairing_severity
from stslint.kubernetes.queries.objects import home_namespace
from stslint.kubernetes.queries.pod_dns import own_references, pod_references
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS130"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"
FIELDS = ("serviceName",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    governing = stateful_set.at("spec.serviceName").string()
    named = next(_named(stateful_set, governing), None) if governing else None
    if named is None:
        return
    node, text = named
    service = governing_service(stateful_set, bundle)
    if service is not None and not is_headless(service.root):
        yield Problem(
            node,
            f"`{text}` never resolves: Service `{governing}` is not headless and gives its pods no DNS names",
            help="set `clusterIP: None` in the Service; delete a live Service first: the field is immutable",
            severity=pairing_severity(stateful_set, service.root, bundle),
            related=(Related(service.root.at("metadata.name"), "the Service"),),
        )
    elif bundle.complete and not bundle.find("Service", home_namespace(stateful_set, bundle), governing):
        yield Problem(
            node,
            f"`{text}` never resolves: there is no Service `{governing}` in the checked files",
            help="add a headless Service, or pass the folder that contains it with --context",
        )


def _named(stateful_set: Node, service: str) -> Iterator[tuple[Node, str]]:
    """Yields where a container names a pod of the StatefulSet under a Service, and how."""
    numbered = (each for each in pod_references(stateful_set) if each.service == service)
    yield from ((each.node, each.text) for each in numbered)
    yield from own_references(stateful_set, service)
