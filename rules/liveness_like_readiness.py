"""The liveness probe runs the same check as the readiness probe, and gives up just as early or earlier.

A container that cannot answer for a while should get no requests until it can answer again. The readiness
probe exists for this purpose. If the liveness probe runs the same check and gives up just as early, the
container is killed the moment it is not ready. A data store under load, or one that waits for its peers,
then loses its caches and starts its recovery over. The load that stopped it moves to the remaining pods.

> A common pattern for liveness probes is to use the same low-cost HTTP endpoint as for readiness probes, but
> with a higher failureThreshold. This ensures that the pod is observed as not-ready for some period of time
> before it is hard killed.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:8.2
        livenessProbe:  # error: after 30s, readiness after 30s
          tcpSocket: {port: 6379}
          initialDelaySeconds: 60
        readinessProbe:
          tcpSocket: {port: 6379}
      - name: web
        image: nginx:1.29
        livenessProbe:  # error: after 15s, readiness after 100s
          httpGet: {path: /health, port: 80}
          periodSeconds: 5
        readinessProbe:
          httpGet: {path: /health, port: 80}
          failureThreshold: 10
```

## Good

The container is first marked as not ready, and killed only later:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:8.2
        livenessProbe:
          tcpSocket: {port: 6379}
          failureThreshold: 6
        readinessProbe:
          tcpSocket: {port: 6379}
```

The probes run different checks:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        livenessProbe:
          httpGet: {path: /alive, port: 80}
        readinessProbe:
          httpGet: {path: /ready, port: 80}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import containers
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS513"
SEVERITY = "info"
SOURCE = (
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
)
FIELDS = ("livenessProbe",)

HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        liveness, readiness = container.get("livenessProbe"), container.get("readinessProbe")
        if not liveness or not readiness or not _ask_the_same(liveness, readiness):
            continue
        killed, taken_out = _patience(liveness), _patience(readiness)
        if killed <= taken_out:
            yield Problem(
                liveness,
                f"container `{container.get('name').string()}` is killed as soon as it is not ready: both "
                f"probes run the same check, and liveness gives up after {killed}s, readiness after "
                f"{taken_out}s",
                help="increase the `failureThreshold` of the liveness probe, or let it check only whether "
                "the process is alive",
            )


def _ask_the_same(one: Node, other: Node) -> bool:
    asked, theirs = _handlers(one), _handlers(other)
    if not asked or asked.keys() != theirs.keys():
        return False
    return all(node.plain() == theirs[key].plain() for key, node in asked.items())


def _handlers(probe: Node) -> dict[str, Node]:
    return {key: node for key, node in probe.entries().items() if key in HANDLERS and node}


def _patience(probe: Node) -> int:
    """Returns for how many seconds a probe must fail before it counts; zero means the default."""
    return (probe.get("periodSeconds").integer() or 10) * (probe.get("failureThreshold").integer() or 3)
