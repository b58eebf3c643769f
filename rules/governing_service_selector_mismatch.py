"""The governing Service does not select the pods of the StatefulSet, so they get no DNS names.

A pod gets a DNS name only if the governing Service selects it. The API server accepts a Service whose
selector has a different label, or that has no selector. Such a Service has no endpoints, and every lookup of
a member fails.

> For headless Services that define selectors, the endpoints controller creates EndpointSlices in the
> Kubernetes API, and modifies the DNS configuration to return A or AAAA records (IPv4 or IPv6 addresses)
> that point directly to the Pods backing the Service.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    tier: front
    app: website  # error: have `app: web`
---
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
        tier: front
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:  # error: selects no pods
  clusterIP: None
---
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
```

Endpoints that are managed by hand need no selector, but they do not follow a pod that is recreated with
another address, so this is reported as info:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:  # error: DNS returns the endpoints managed by hand
  clusterIP: None
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web-by-hand
  labels:
    kubernetes.io/service-name: web
addressType: IPv4
endpoints: []
---
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
```

## Good

Pods can have more labels than the Service selects:

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
  template:
    metadata:
      labels:
        app: web
        tier: front
```

Each pod also has the labels that the controller adds:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
    statefulset.kubernetes.io/pod-name: web-0
---
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
```

"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import (
    checked_pairs,
    is_external_name,
    pairing_severity,
    report_node,
)
from stslint.kubernetes.queries.objects import name, template_labels
from stslint.kubernetes.queries.selection import WRITTEN_BY_CONTROLLER, is_set_at_run_time
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS107"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#with-selectors"
KINDS = ("StatefulSet", "Service")

SLICE_OF = "kubernetes.io/service-name"


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, service in checked_pairs(root, bundle):
        labels = template_labels(stateful_set)
        if not labels or is_external_name(service):
            continue
        selector = service.at("spec.selector")
        if selector.strings():
            for one in _mismatch(root, stateful_set, labels, selector):
                yield one._replace(severity=pairing_severity(stateful_set, service, bundle))
        elif _made_by_hand(service, bundle):
            yield Problem(
                report_node(root, selector),
                f"Service `{name(service)}` has no selector: DNS returns the endpoints managed by hand, "
                "even if the pods change",
                help="select the labels of the pod template, unless something updates the endpoints",
                severity="info",
            )
        else:
            yield Problem(
                report_node(root, selector),
                f"Service `{name(service)}` has no selector and selects no pods: "
                f"the pods of `{name(stateful_set)}` get no DNS names",
                help="select the labels of the pod template",
                severity=pairing_severity(stateful_set, service, bundle),
            )


def _mismatch(root: Node, stateful_set: Node, labels: dict[str, str], selector: Node) -> Iterator[Problem]:
    for key, wanted in selector.strings().items():
        if (
            labels.get(key) == wanted
            or key in WRITTEN_BY_CONTROLLER
            or is_set_at_run_time(key, wanted, labels)
        ):
            continue
        theirs = f"have `{key}: {labels[key]}`" if key in labels else f"have no label `{key}`"
        yield Problem(
            report_node(root, selector.get(key)),
            f"the governing Service selects `{key}: {wanted}`, but the pods of `{name(stateful_set)}` "
            f"{theirs}: it selects none of them",
            help=f"set `{key}: {labels[key]}` in the selector of the Service"
            if key in labels
            else "select only labels that the pods have",
        )
        return


def _made_by_hand(service: Node, bundle: Bundle) -> bool:
    document = bundle.document_of(service)
    if bundle.find("Endpoints", document.home, document.name):
        return True
    return (document.home, document.name) in bundle.derived(_sliced)


def _sliced(bundle: Bundle) -> frozenset[tuple[str, str]]:
    """Returns the namespace and name of each Service that has EndpointSlices managed by hand."""
    return frozenset(
        (piece.home, piece.root.at("metadata.labels").get(SLICE_OF).string())
        for piece in bundle.of_kind("EndpointSlice")
    )
