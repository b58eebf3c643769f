"""The manifest sets a label that the StatefulSet controller sets itself.

The controller sets `statefulset.kubernetes.io/pod-name`, `apps.kubernetes.io/pod-index` and
`controller-revision-hash` on each pod when it creates the pod, and overwrites the value of the template. In
the selector, such a label is worse: pods with another value do not match the selector, so the controller does
not count its own pods.

> When the StatefulSet controller creates a Pod, it adds a label, statefulset.kubernetes.io/pod-name, that
> is set to the name of the Pod.

A Service can select such a label: that is what the label is for.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        apps.kubernetes.io/pod-index: "0"  # error: overwrites the label
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      statefulset.kubernetes.io/pod-name: web-0  # error: cannot be used in the selector
  template:
    metadata:
      labels:
        statefulset.kubernetes.io/pod-name: web-0  # error: overwrites the label
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web-first
spec:
  selector:
    statefulset.kubernetes.io/pod-name: web-0
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_template
from stslint.kubernetes.queries.selection import WRITTEN_BY_CONTROLLER
from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS114"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label"
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    selector = stateful_set.at("spec.selector")
    labels = pod_template(stateful_set).at("metadata.labels").entries()
    selected = set(_selected(selector))
    for label in WRITTEN_BY_CONTROLLER:
        if label in labels:
            yield Problem(
                labels[label],
                f"the controller overwrites the label `{label}` on each pod",
                help="remove it from the template",
                on="key",
                fix=None if label in selected else _fix(label, labels[label]),
            )
    for label, node in _selected(selector).items():
        yield Problem(
            node,
            f"the controller sets `{label}` on each pod, so it cannot be used in the selector: "
            "pods with another value do not match",
            help="select labels that are the same for all pods, such as `app.kubernetes.io/name`",
            severity="error",
        )


def _selected(selector: Node) -> dict[str, Node]:
    found = {
        key: node
        for key, node in selector.get("matchLabels").entries().items()
        if key in WRITTEN_BY_CONTROLLER
    }
    for expression in selector.get("matchExpressions").elements():
        key = expression.get("key")
        if key.string() in WRITTEN_BY_CONTROLLER and expression.get("values").elements():
            found[key.string()] = key
    return found


def _fix(label: str, node: Node) -> Fix | None:
    edit = removal(node)
    return (
        Fix(f"remove `{label}`", (edit,), safe=False, note="a changed template restarts the pods")
        if edit
        else None
    )
