"""No rule spreads the replicas over nodes: the loss of one node can take down all of them.

The scheduler prefers to spread the pods of a StatefulSet, but other factors override this preference: free
resources, images that are already on a node, volumes that are bound to a zone. Only a rule in the manifest
makes the spread reliable.

> Inter-pod affinity and anti-affinity allow you to constrain which nodes your Pods can be scheduled on
> based on the
> labels of Pods already running on that node, instead of the node labels.

The rule does not report pods with a host port, because two of them cannot share a node anyway. It also does
not report pods with a `nodeName`, which places all of them on one node on purpose.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: db
    spec:  # error: preference keeps db-0 ... db-2 apart
      containers:
      - name: db
        image: postgres:17.2
```

Node affinity controls on which nodes the pods run, not how many pods run on each:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 2
  template:
    spec:
      affinity:  # error: db-0 and db-1
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: disk, operator: In, values: [ssd]}
      containers:
      - name: db
        image: postgres:17.2
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: db
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector:
          matchLabels:
            app: db
      containers:
      - name: db
        image: postgres:17.2
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
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

The pods use a host port:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: relay
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: relay
        image: registry.example.com/relay:2
        ports:
        - {containerPort: 3478, hostPort: 3478}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_range, pod_spec, replicas
from stslint.kubernetes.queries.spreading import anti_affinity_terms, shares_no_node, spread_constraints
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS405"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    spec = pod_spec(stateful_set)
    if replicas(stateful_set) < 2 or not spec or spec.get("nodeName").string():
        return
    if anti_affinity_terms(spec) or spread_constraints(spec) or shares_no_node(stateful_set):
        return
    yield Problem(
        spec.get("affinity") if spec.get("affinity") else spec,
        f"only the scheduler's default preference keeps {pod_range(stateful_set)} apart: "
        "the loss of one node can take down all of them",
        help="add a `topologySpreadConstraints` entry for `kubernetes.io/hostname` that selects these pods",
    )
