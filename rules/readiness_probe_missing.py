"""Without a readiness probe a pod counts as ready as soon as its process has started.

A rolling update and an ordered start wait for each pod to be Ready before they touch the next. With no
probe that means "started", so a rollout goes on while the database still replays its log, and takes down
the last member that could serve. A Service sends traffic just as early.

> The kubelet uses readiness probes to know when a container is ready to start accepting traffic.

The probe is asked of a container that holds the pods' claims or listens on a port. One probe is enough for
a pod, and exporters and other company need none of their own; a container that holds claims must be the one
that has it. Workers without ports or claims get a note, and so does a single pod that neither has a port for
clients nor is selected by a Service; a single worker gets none, for nothing waits for it. Where a startup
probe holds the pod back until it serves, only what comes later is missing, and that is a note as well.

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

A liveness probe restarts the container, and says nothing about whether it can serve:

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

A startup probe is asked until it has succeeded once, and then no more:

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

No pod comes after this one, and no one calls it:

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
from stslint.model import Answer, Bundle, Node, Problem, Severity

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
        "after its startup probe its pod counts as ready for as long as it runs"
        if starting
        else "its pod counts as ready as soon as it has started"
    )
    return Problem(
        alive if alive else container.get("readinessProbe"),
        f"container `{container.get('name').string()}` {fault}: {effect}",
        help="add a `readinessProbe` that asks the application itself",
        severity="info" if starting else severity,
    )
