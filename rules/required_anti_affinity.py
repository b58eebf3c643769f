"""Required anti-affinity needs one node per replica: with fewer nodes, pods stay Pending.

If there are too few nodes, the first pod without a suitable node stays Pending, and with the ordered start
no pod with a higher ordinal is created. If you relax the rule later, the Pending pod keeps its old spec:
you have to delete it by hand.

> If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not
> be scheduled
> onto the node.

This rule is off by default: for members that hold the only copies of data, a Pending pod can be better than
two pods on one node.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
  template:
    metadata:
      labels:
        app: db
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname  # error: 5 suitable nodes
            labelSelector:
              matchLabels:
                app: db
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
  template:
    metadata:
      labels:
        app: db
    spec:
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 100
            podAffinityTerm:
              topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: db
```

The term keeps the pods apart from other pods only:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 5
  template:
    metadata:
      labels:
        app: db
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                app: batch
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import is_parallel, pod_spec, replicas, template_labels
from stslint.kubernetes.queries.spreading import HOSTNAME, required_anti_affinity
from stslint.kubernetes.values.labels import selector_of
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS407"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodAntiAffinity"
DEFAULT = False
FIELDS = ("podAntiAffinity",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    count = replicas(stateful_set)
    if count < 2:
        return
    for term in required_anti_affinity(pod_spec(stateful_set)):
        selector = selector_of(term.get("labelSelector"))
        if selector is None or term.get("topologyKey").value != HOSTNAME:
            continue
        if selector.matches(template_labels(stateful_set)):
            later = "" if is_parallel(stateful_set) else ", and no pod with a higher ordinal is created"
            yield Problem(
                term.get("topologyKey"),
                f"this term needs {count} suitable nodes: with fewer, a pod stays Pending{later}",
                help="use `preferredDuringSchedulingIgnoredDuringExecution`, or a spread constraint with "
                "`whenUnsatisfiable: ScheduleAnyway`",
            )
