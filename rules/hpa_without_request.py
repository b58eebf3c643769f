"""An autoscaler needs the resource request of each container, but a container has none: it never scales.

Utilization is a percentage of the request. If one container of a pod has no request for the resource, the
autoscaler computes no utilization at all: the event says `missing request for cpu`, the target is shown as
`<unknown>`, and the number of pods stays as it is, even under load.

> Please note that if some of the Pod's containers do not have the relevant resource request set, CPU
> utilization for the Pod will not be defined and the autoscaler will not take any action for that metric.

A limit without a request counts as request. So do the defaults of a LimitRange, and requests of the whole
pod. The rule cannot see a LimitRange or an injected sidecar that is not in the checked files.

## Bad

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
  metrics:
  - type: Resource
    resource:
      name: cpu
      target: {type: Utilization, averageUtilization: 70}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1
        resources:
          requests:  # error: container `web` requests no cpu
            memory: 1Gi
      - name: exporter  # error: container `exporter` requests no cpu
        image: registry.example.com/exporter:1
```

Without `metrics`, the target is 80 % of the requested CPU:

```yaml
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web  # error: requests no cpu
        image: registry.example.com/web:1
```

```yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: web
spec:
  scaleTargetRef: {kind: StatefulSet, name: web}
  triggers:
  - type: memory
    metricType: Utilization
    metadata: {value: "70"}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1
        resources:
          requests: {cpu: "1"}  # error: requests no memory
```

## Good

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
  metrics:
  - type: Resource
    resource:
      name: cpu
      target: {type: Utilization, averageUtilization: 70}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1
        resources:
          requests: {cpu: 500m}
      - name: exporter
        image: registry.example.com/exporter:1
        resources:
          limits: {cpu: 100m}
```

Only one container is measured, or an amount instead of a percentage:

```yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 8
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
  metrics:
  - type: ContainerResource
    containerResource:
      name: cpu
      container: web
      target: {type: Utilization, averageUtilization: 70}
  - type: Resource
    resource:
      name: memory
      target: {type: AverageValue, averageValue: 2Gi}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1
        resources:
          requests: {cpu: 500m}
      - name: exporter
        image: registry.example.com/exporter:1
```

A LimitRange adds the request:

```yaml
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 8
  targetCPUUtilizationPercentage: 70
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
---
apiVersion: v1
kind: LimitRange
metadata:
  name: defaults
spec:
  limits:
  - type: Container
    defaultRequest: {cpu: 100m}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.amounts import amount, bounds
from stslint.kubernetes.queries.autoscaling import autoscaler_of
from stslint.kubernetes.queries.objects import all_containers, containers, pod_spec
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS413"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work"

RESOURCES = ("cpu", "memory")
_ALL = ""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    autoscaler = autoscaler_of(stateful_set, bundle)
    if autoscaler is None or autoscaler.fragment:
        return
    spec = autoscaler.root.get("spec")
    measured = _of_triggers(spec) if autoscaler.kind == "ScaledObject" else _of_metrics(spec)
    limits = list(bounds("Container", stateful_set, bundle))
    certain = certainly_deployed_together(stateful_set, autoscaler.root, bundle)
    seen = set()
    for resource, only, place in measured:
        if pod_spec(stateful_set).get("resources").get("requests").get(resource):
            continue
        if only not in (_ALL, *(one.get("name").string() for one in all_containers(stateful_set))):
            yield _of_nobody(only, stateful_set, autoscaler, place)
        for container in containers(stateful_set):
            called = container.get("name").string()
            if only not in (_ALL, called) or (called, resource) in seen:
                continue
            if amount(container, "requests", resource, limits) is None:
                seen.add((called, resource))
                yield Problem(
                    _place_of(container),
                    f"container `{called}` requests no {resource}, but {autoscaler.kind} `{autoscaler.name}` "
                    "computes the utilization from the requests of all its containers: it does not scale",
                    help=f"set `resources.requests.{resource}`, or use `AverageValue` as target",
                    severity=None if certain else "info",
                    related=(Related(place, "the metric"),),
                )


def _of_nobody(named: str, stateful_set: Node, autoscaler: Document, place: Node) -> Problem:
    """Returns the problem of a metric that measures a container which does not exist."""
    return Problem(
        pod_spec(stateful_set).get("containers"),
        f"no container is named `{named}`, which {autoscaler.kind} `{autoscaler.name}` measures: it does not "
        "scale",
        help=f"correct the name of the container in the {autoscaler.kind}",
        related=(Related(place, "the metric"),),
    )


def _of_metrics(spec: Node) -> Iterator[tuple[str, str, Node]]:
    """Yields the resources that are measured by their request, with the container or all containers."""
    percentage = spec.get("targetCPUUtilizationPercentage")
    if percentage or not spec.get("metrics").elements():
        yield "cpu", _ALL, percentage if percentage else spec
    for metric in spec.get("metrics").elements():
        for key in ("resource", "containerResource"):
            measured = metric.get(key)
            named = measured.get("name").string()
            by_share = (
                measured.at("target.averageUtilization")
                or measured.get("targetAverageUtilization")
                or measured.at("target.type").value == "Utilization"
            )
            if measured and by_share and named in RESOURCES:
                yield named, measured.get("container").string(_ALL), measured


def _of_triggers(spec: Node) -> Iterator[tuple[str, str, Node]]:
    for trigger in spec.get("triggers").elements():
        resource, data = trigger.get("type").string(), trigger.get("metadata")
        how = trigger.get("metricType").string(data.get("type").string("Utilization"))
        if resource in RESOURCES and how == "Utilization":
            yield resource, data.get("containerName").string(_ALL), trigger


def _place_of(container: Node) -> Node:
    resources = container.get("resources")
    if not resources:
        return container
    requests = resources.get("requests")
    return requests if requests else resources
