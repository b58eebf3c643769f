"""The selectors of a StatefulSet and of another workload overlap: one matches the pods of the other.

A selector defines which pods belong to a controller. If two workloads share labels, `kubectl get -l` and
`kubectl delete -l`, Services, PodDisruptionBudgets and affinity rules treat the pods of both as one group. A
controller can also adopt pods that the other one has orphaned, for example with
`kubectl delete --cascade=orphan`.

> Do not overlap labels or selectors with other controllers (including other Deployments and StatefulSets).
> Kubernetes doesn't stop you from overlapping, and if multiple controllers have overlapping selectors those
> controllers might conflict and behave unexpectedly.

Workloads are compared within one namespace. If a manifest sets no namespace, it is compared with the other
manifests in the same folder. The finding is a warning if both workloads are certainly deployed together: they
are in one file, or one run checks them and both set the same namespace. Otherwise they may be two examples
of the same thing, and the finding is info.

## Bad

One is a copy of the other, and both have `app: sample-app`:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: first
spec:
  selector:
    matchLabels:
      app: sample-app  # error: also matches the pods of StatefulSet `second`
  template:
    metadata:
      labels:
        app: sample-app
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: second
spec:
  selector:
    matchLabels:
      app: sample-app  # error: StatefulSet `first`
  template:
    metadata:
      labels:
        app: sample-app
```

In the other direction, a wider selector matches the pods of this StatefulSet:

```yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: shop
      part: db
  template:
    metadata:
      labels:  # error: Deployment `api` also selects these pods
        app: shop
        part: db
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: first
spec:
  selector:
    matchLabels:
      app: first
  template:
    metadata:
      labels:
        app: first
        part-of: shop
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: second
spec:
  selector:
    matchLabels:
      app: second
  template:
    metadata:
      labels:
        app: second
        part-of: shop
```

Two namespaces:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: test
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database
  namespace: production
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
```

The same StatefulSet twice, as in overlays:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from stslint.kubernetes.queries.governing import describe
from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import name, pod_template
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import (
    ENOUGH,
    certainly_deployed_together,
    first_selected,
    is_alternative,
    most_certain,
    selecting_objects,
)
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS112"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"

CONTROLLERS = ("StatefulSet", "Deployment", "DaemonSet", "ReplicaSet")
HELP = "give the pods of each workload a unique label, and select it"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    other = _selected(stateful_set, bundle)
    if other is not None:
        yield Problem(
            _place(stateful_set.at("spec.selector")),
            f"the selector also matches the pods of {describe(other)}",
            help=HELP,
            severity=None if certainly_deployed_together(stateful_set, other, bundle) else "info",
            related=(Related(pod_template(other).at("metadata.labels"), "their labels"),),
        )
        return
    other = _selecting(stateful_set, bundle)
    if other is not None:
        yield Problem(
            pod_template(stateful_set).at("metadata.labels"),
            f"{describe(other)} also selects these pods",
            help=HELP,
            severity=None if certainly_deployed_together(stateful_set, other, bundle) else "info",
            related=(Related(other.at("spec.selector"), "its selector"),),
        )


def _selected(stateful_set: Node, bundle: Bundle) -> Node | None:
    selector = selector_of_object(stateful_set)
    if selector is None or not selector.requirements:
        return None
    found = first_selected(selector, scope_of(stateful_set, bundle), bundle)
    others = (workload.root for workload in found if _is_another(workload.document, stateful_set, bundle))
    return most_certain(others, stateful_set, bundle)


def _selecting(stateful_set: Node, bundle: Bundle) -> Node | None:
    found = islice(selecting_objects(stateful_set, bundle, CONTROLLERS), ENOUGH)
    wide = (chooser.document for chooser in found if chooser.selector.requirements)
    others = (each.root for each in wide if _is_another(each, stateful_set, bundle))
    return most_certain(others, stateful_set, bundle)


def _is_another(document: Document, stateful_set: Node, bundle: Bundle) -> bool:
    if document.kind not in CONTROLLERS:
        return False
    if document.kind == "StatefulSet" and document.name == name(stateful_set):
        return False
    return not is_alternative(stateful_set, document.root, bundle)


def _place(selector: Node) -> Node:
    """Returns the label that is selected, or all of them if there are several."""
    labels = selector.get("matchLabels")
    entries = list(labels.entries().values())
    return entries[0] if len(entries) == 1 else labels or selector
