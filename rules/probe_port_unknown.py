"""A probe uses a port name that its container does not define, so the probe cannot run.

The kubelet looks for the name among the ports of the same container. If it finds none, the probe has no
result. With such a readiness or startup probe, a container never becomes ready: the StatefulSet stops at
its first pod, and an update stops at its highest pod. With such a liveness probe, a hung container is never
restarted. The API server does not compare the names, and the events of the pod show the error only once the
pod runs.

> You can use a named port for HTTP and TCP probes.

## Bad

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
        ports:
        - {name: http, containerPort: 80}
        readinessProbe:
          httpGet:
            path: /
            port: web  # error: no port named `web`
        livenessProbe:
          tcpSocket:
            port: metrics  # error: never restarted
      - name: exporter
        image: registry.example.com/exporter:1
        ports:
        - {name: metrics, containerPort: 9113}
```

A sidecar also has probes:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
      - name: proxy
        image: registry.example.com/proxy:3
        restartPolicy: Always
        startupProbe:
          httpGet:
            port: admin  # error: never becomes ready
```

## Good

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
        ports:
        - {name: http, containerPort: 80}
        readinessProbe:
          httpGet: {path: /, port: http}
        livenessProbe:
          tcpSocket: {port: 80}
```

A port number does not have to be in `ports`, and the API server itself rejects an invalid port name:

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
        ports:
        - {name: http, containerPort: 80}
        readinessProbe:
          httpGet: {path: /healthz, port: 8081}
        livenessProbe:
          httpGet: {path: /healthz, port: "8081"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers
from stslint.kubernetes.values.names import port_name
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity

ID = "STS512"
SEVERITY = "error"
SOURCE = (
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
    "#use-a-named-port"
)
FIELDS = ("httpGet", "tcpSocket")

STALLED = "its pod never becomes ready"
EFFECTS: dict[str, tuple[str, Severity]] = {
    "startupProbe": (STALLED, "error"),
    "readinessProbe": (STALLED, "error"),
    "livenessProbe": ("the container is never restarted when it hangs", "warning"),
}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        for field, (effect, severity) in EFFECTS.items():
            handlers = container.get(field).entries()
            for handler in ("httpGet", "tcpSocket"):
                port = handlers[handler].get("port") if handler in handlers else None
                if port is not None and port.string() and not port_name(port.string()):
                    names = [each.get("name").string() for each in container.get("ports").elements()]
                    if port.string() not in names:
                        yield _problem(container, port, list(filter(None, names)), effect, severity)


def _problem(container: Node, port: Node, names: list[str], effect: str, severity: Severity) -> Problem:
    name = container.get("name").string()
    listed = ", ".join(f"`{known}`" for known in names)
    return Problem(
        port,
        f"container `{name}` has no port named `{port.string()}`, so the probe cannot run: {effect}",
        help=f"use the name of one of its ports: {listed}"
        if listed
        else "give one of its `ports` this name, or use the port number",
        severity=severity,
    )
