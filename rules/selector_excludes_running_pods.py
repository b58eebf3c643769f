"""A Service selects a label that the running pods do not have yet: it loses them at once.

The Service changes at once, the pods one by one. If the new selector needs a label that was added to the
pod template in the same step, the Service first selects no pod at all: clients get no endpoints, and the
DNS names of the pods no longer resolve. Each pod comes back only when the rollout has replaced it.
Members that look for their peers by these names can wait for each other forever. With `OnDelete`, or with
a `partition`, the old pods stay outside until they are deleted.

> The set of Pods targeted by a Service is usually determined by a selector that you define.

The rule compares the Services of both versions with the labels of both pod templates. It also reports a
Service whose selector stays the same while the label leaves the pod template, and one whose new selector
matches no pod any more. Labels such as `role: primary`, which a member gets while it runs, are not
reported. It cannot see labels that somebody added to the running pods by hand.

Add the label to the pods first, wait for the rollout, then select it.

## Bad

```yaml old
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  clusterIP: None
  selector:
    app: store
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: store
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  clusterIP: None
  selector:
    app: store
    component: store  # error: the running pods of StatefulSet `store` do not have
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: store
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        component: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

The label leaves the template while a Service selects it:

```yaml old
apiVersion: v1
kind: Service
metadata:
  name: clients
spec:
  selector:
    app: store
    tier: data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: peers
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        tier: data
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: clients
spec:
  selector:
    app: store
    tier: data  # error: the new pods of StatefulSet `store` do not have
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: peers
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

## Good

The pods get the label first:

```yaml old
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  clusterIP: None
  selector:
    app: store
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: store
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  clusterIP: None
  selector:
    app: store
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: store
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        component: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

The running pods have the label, or set it themselves:

```yaml old
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  selector:
    app: store
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: peers
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        component: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: store
spec:
  selector:
    app: store
    component: store
    role: primary
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
spec:
  serviceName: peers
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
        component: store
    spec:
      containers:
      - name: store
        image: registry.example.com/store:1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import is_stateful_set, name, replicas, template_labels, update_type
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import is_set_at_run_time, selecting_objects, workloads_selected
from stslint.kubernetes.values.labels import Selector
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS719"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service"
KINDS = ("Service",)


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or document.fragment or before.fragment or not is_stateful_set(document.root):
            continue
        if replicas(before.root) and replicas(document.root):
            yield from _lost(before, document, old, new)


def _lost(before: Document, after: Document, old: Bundle, new: Bundle) -> Iterator[Answer]:
    running, fresh = template_labels(before.root), template_labels(after.root)
    for owner in selecting_objects(before.root, old, ("Service",)):
        service = new.find("Service", after.namespace, name(owner.root))
        selector = selector_of_object(service.root) if service is not None else None
        if service is None or selector is None or service.fragment or service.context:
            continue
        if selector.matches(fresh) and not selector.matches(running):
            yield _of_running(service, selector, before, after)
        elif not selector.matches(fresh) and _selects_nothing_else(service, selector, after, new):
            if selector == owner.selector:
                yield _of_fresh(service, fresh, after)
            elif not _is_chosen_later(service, selector, fresh):
                yield _of_all(service, selector, fresh, after)


def _selects_nothing_else(service: Document, selector: Selector, after: Document, new: Bundle) -> bool:
    """Returns whether no other workload answers, and no other rule speaks of the governing Service."""
    governs = after.root.at("spec.serviceName").string() == service.name
    return not governs and next(workloads_selected(selector, scope_of(service.root, new), new), None) is None


def _is_chosen_later(service: Document, selector: Selector, fresh: dict[str, str]) -> bool:
    """Returns whether a member gets what is missing while it runs, as the primary of a cluster does."""
    labels = service.root.at("spec.selector").strings()
    missing = [each.key for each in selector.requirements if not each.matches(fresh)]
    return all(is_set_at_run_time(key, labels.get(key, ""), fresh) for key in missing)


def _of_running(service: Document, selector: Selector, before: Document, after: Document) -> Problem:
    running = template_labels(before.root)
    keys = [each.key for each in selector.requirements if not each.matches(running)]
    return Problem(
        service.root.at("spec.selector").get(keys[0]),
        f"the running pods of StatefulSet `{after.name}` do not have {_shown(keys)}: Service "
        f"`{service.name}` loses them as soon as it is applied, {_until(after.root)}",
        help="first apply the pod template with the label and wait for the rollout, then change the selector",
        related=(Related(before.root.at("spec.template.metadata.labels"), "the labels of the running pods"),),
    )


def _of_fresh(service: Document, fresh: dict[str, str], after: Document) -> Problem:
    labels = service.root.at("spec.selector").strings()
    keys = [key for key, value in labels.items() if fresh.get(key) != value]
    return Problem(
        service.root.at("spec.selector").get(keys[0]),
        f"the new pods of StatefulSet `{after.name}` do not have {_shown(keys)}: Service `{service.name}` "
        "loses each pod that the rollout replaces",
        help="keep the label in the pod template, or remove it from the selector before the template changes",
        related=(Related(after.root.at("spec.template.metadata.labels"), "the labels of the new pods"),),
    )


def _of_all(service: Document, selector: Selector, fresh: dict[str, str], after: Document) -> Problem:
    keys = [each.key for each in selector.requirements if not each.matches(fresh)]
    return Problem(
        service.root.at("spec.selector").get(keys[0]),
        f"no pod of StatefulSet `{after.name}` has {_shown(keys)}: Service `{service.name}` loses all of "
        "them as soon as it is applied",
        help="first apply the pod template with the label and wait for the rollout, then change the selector",
        related=(Related(after.root.at("spec.template.metadata.labels"), "the labels of the pods"),),
    )


def _shown(keys: list[str]) -> str:
    return f"this value of `{keys[0]}`" if len(keys) == 1 else " and ".join(f"`{key}`" for key in keys)


def _until(stateful_set: Node) -> str:
    """Returns how long the running pods stay outside of the Service."""
    if update_type(stateful_set) == "OnDelete":
        return "and with `OnDelete`, each pod stays outside until somebody deletes it"
    if stateful_set.at("spec.updateStrategy.rollingUpdate.partition").integer():
        return "and pods below the `partition` stay outside until it is lowered"
    return "and gets them back one by one as the rollout replaces them"
