"""No readiness probe: a pod counts as ready as soon as its process has started.

A rolling update and an ordered start wait for each pod to be Ready before they continue with the next one.
Without a probe, Ready only means "started". A rollout then continues while the database still replays its
log, and takes down the last member that could serve requests. A Service also sends traffic too early.

> The kubelet uses readiness probes to know when a container is ready to start accepting traffic.

The rule expects the probe on a container that mounts the pods' PersistentVolumeClaims or listens on a port.
One probe per pod is enough: exporters and other sidecars do not need their own. If containers mount claims,
one of these containers must have the probe.

The severity is info for workers without ports or claims, and for a single pod that has no port for clients
and is not selected by any Service. A single worker that meets both conditions is not reported, because
nothing waits for it. If a startup probe keeps the pod unready until it serves requests, only failures after
the start go unnoticed, so the severity is info as well.

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
      - name: web  # error: container `web` has no readiness probe
        image: nginx:1.29
        ports:
        - containerPort: 80
```

A liveness probe restarts the container, but does not show whether it can serve requests:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:17.2
        livenessProbe:  # error: only a liveness probe
          tcpSocket: {port: 5432}
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
      - name: exporter
        image: registry.example.com/exporter:1
        readinessProbe:
          tcpSocket: {port: 9187}
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mailer
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: mailer  # error: has no readiness probe
        image: registry.example.com/mailer:4
```

A startup probe runs until it has succeeded once, and never again after that:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web  # error: for as long as it runs
        image: nginx:1.29
        ports:
        - containerPort: 80
        startupProbe:
          httpGet: {path: /, port: 80}
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
      initContainers:
      - name: prepare
        image: busybox:1.37
      containers:
      - name: web
        image: nginx:1.29
        ports:
        - containerPort: 80
        readinessProbe:
          httpGet: {path: /, port: 80}
      - name: exporter
        image: registry.example.com/exporter:1
        ports:
        - containerPort: 9113
```

No pod starts after this one, and no client connects to it:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: provisioner
spec:
  template:
    spec:
      containers:
      - name: provisioner
        image: registry.k8s.io/sig-storage/csi-provisioner:v5.3.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.ports import works_alone
from stslint.kubernetes.queries.selection import selecting_objects
from stslint.kubernetes.queries.storage import claim_names, used_names
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity

ID = "STS309"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    present = containers(stateful_set)
    claims = claim_names(stateful_set)
    holding = [container for container in present if used_names([container]) & claims]
    for choice in (holding, [one for one in present if one.get("ports").elements()], present):
        if choice:
            if not any(one.get("readinessProbe") for one in (holding or present)):
                uncalled, working = _is_never_called(stateful_set, bundle), choice is present
                if not (uncalled and working):
                    yield _problem(choice[0], "info" if uncalled or working else None)
            return


def _is_never_called(stateful_set: Node, bundle: Bundle) -> bool:
    return works_alone(stateful_set) and not any(selecting_objects(stateful_set, bundle, ("Service",)))


def _problem(container: Node, severity: Severity | None) -> Problem:
    alive, starting = container.get("livenessProbe"), container.get("startupProbe")
    fault = "has only a liveness probe" if alive and not starting else "has no readiness probe"
    effect = (
        "once the startup probe has succeeded, its pod counts as ready for as long as it runs"
        if starting
        else "its pod counts as ready as soon as it has started"
    )
    return Problem(
        alive if alive else container.get("readinessProbe"),
        f"container `{container.get('name').string()}` {fault}: {effect}",
        help="add a `readinessProbe` that checks the application itself",
        severity="info" if starting else severity,
    )
