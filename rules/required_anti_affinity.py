"""Required anti-affinity between the replicas needs as many nodes as replicas, or the set stands still.

With too few nodes the first pod that finds none stays Pending, and with ordered start no later ordinal is
made. When the rule is relaxed afterwards, the Pending pod keeps its old form: it has to be deleted by hand.

> If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not
> be scheduled
> onto the node.

Off by default: for members that hold the only copies of data, no pod may be better than two on a node.

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
          - topologyKey: kubernetes.io/hostname  # error: 5 nodes
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

Kept apart from others only:

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
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS407"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodAntiAffinity"
DEFAULT = False


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    count = replicas(stateful_set)
    if count < 2:
        return
    for term in required_anti_affinity(pod_spec(stateful_set)):
        selector = selector_of(term.get("labelSelector"))
        if selector is None or term.get("topologyKey").value != HOSTNAME:
            continue
        if selector.matches(template_labels(stateful_set)):
            later = "" if is_parallel(stateful_set) else ", and no later ordinal is made"
            yield Problem(
                term.get("topologyKey"),
                f"this needs {count} nodes that fit: with fewer one pod stays Pending{later}",
                help="use `preferredDuringSchedulingIgnoredDuringExecution`, or a spread constraint with "
                "`whenUnsatisfiable: ScheduleAnyway`",
            )
