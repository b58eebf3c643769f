"""Pods start one at a time, and the first pod might wait for peers that do not exist yet.

With `OrderedReady`, which is the default, the controller creates a pod only when the previous pod is Ready.
A member of a quorum often becomes ready only when a majority is running. After a full shutdown, the first
pod then waits for a second pod that is never created. The problem appears only on the day when all pods are
down at the same time.

> OrderedReady pod management is the default for StatefulSets. [...] Parallel pod management tells the
> StatefulSet controller to launch or terminate all Pods in parallel, and to not wait for Pods to become
> Running and Ready or completely terminated prior to launching or terminating another Pod.

Under `Parallel`, rollouts still update one pod at a time. The rule reports only images that are known to
form a quorum, and StatefulSets with the annotation `stslint.dev/role: quorum`. It reports them only if the
readiness probe might check more than the process itself: a TCP probe, `ruok` and `ping` do not.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: roach
spec:
  podManagementPolicy: OrderedReady  # error: roach-0 might wait for peers
  replicas: 3
  template:
    spec:
      containers:
      - name: roach
        image: cockroachdb/cockroach:v25.2.1
        readinessProbe:
          httpGet: {path: "/health?ready=1", port: 8080}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: members
  annotations:
    stslint.dev/role: quorum
spec:  # error: members-0
  replicas: 5
  template:
    spec:
      containers:
      - name: member
        image: registry.example.com/member:3
        readinessProbe:
          exec: {command: [member, status]}
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: roach
spec:
  podManagementPolicy: Parallel
  replicas: 3
  template:
    spec:
      containers:
      - name: roach
        image: cockroachdb/cockroach:v25.2.1
        readinessProbe:
          httpGet: {path: "/health?ready=1", port: 8080}
```

The probe checks only the process itself:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9
        readinessProbe:
          exec: {command: [sh, -c, "echo ruok | nc localhost 2181"]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: rabbit
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: rabbit
        image: rabbitmq:4.1
        readinessProbe:
          tcpSocket: {port: 5672}
```

An unknown image, and one that does not run as a cluster member:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:3
        readinessProbe:
          httpGet: {path: /ready, port: 8080}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: agent
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: agent
        image: hashicorp/consul:1.21
        args: [agent, -retry-join=consul]
        readinessProbe:
          httpGet: {path: /v1/status/leader, port: 8500}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of, is_quorum
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.objects import containers, first_ordinal, is_parallel, name, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS306"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies"
FIELDS = ("readinessProbe",)

FEWEST_MEMBERS = 3
ASKS_ITSELF = ("ruok", "ping", "livez")
"""Parts of probe commands and paths that a single process answers without its peers, whatever it is."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if is_parallel(stateful_set) or replicas(stateful_set) < FEWEST_MEMBERS:
        return
    if is_quorum(stateful_set, bundle) and _may_ask_peers(stateful_set, bundle):
        first = f"{name(stateful_set)}-{first_ordinal(stateful_set)}"
        yield Problem(
            stateful_set.at("spec.podManagementPolicy"),
            f"after a full shutdown, {first} might wait for peers that are created only once it is ready",
            help="use `podManagementPolicy: Parallel`; the field is immutable, so delete a live StatefulSet "
            "with --cascade=orphan first",
        )


def _may_ask_peers(stateful_set: Node, bundle: Bundle) -> bool:
    return any(_asks_more_than_itself(one, bundle) for one in containers(stateful_set))


def _asks_more_than_itself(container: Node, bundle: Bundle) -> bool:
    probe = container.get("readinessProbe")
    text = (as_text(probe.at("exec.command")) or as_text(probe.at("httpGet.path"))).lower()
    if not text.strip() or any(word in text for word in ASKS_ITSELF):
        return False
    known = application_of(container, bundle)
    return known is None or not known.asks_itself(probe)
