"""This Kubernetes knows the field and drops it in silence, because its feature gate is off.

The API server answers `created`, and the object that it stores does not have the field. Only `kubectl get
-o yaml` shows that ordinals begin at 0 after all, or that a sidecar is an ordinary init container, which
never ends and holds up the pod for good.

Gates are taken as they are by default in the chosen minor. Of fields that a minor does not know at all the
API server speaks itself.

## Bad

```yaml kubernetes=1.26
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  ordinals:  # error: `StatefulSetStartOrdinal`
    start: 1
```

```yaml kubernetes=1.28
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
      - name: proxy
        image: envoyproxy/envoy:v1.31.5
        restartPolicy: Always  # error: `SidecarContainers`
      containers:
      - name: web
        image: nginx:1.29
```

No minor turns this gate on by itself:

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
        lifecycle:
          stopSignal: SIGQUIT  # error: `ContainerStopSignals`
```

## Good

```yaml kubernetes=1.27
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  ordinals:
    start: 1
```

What is dropped says no more than its absence:

```yaml kubernetes=1.28
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      hostUsers: true
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.gates import Gated, dropped
from stslint.kubernetes.schema.versions import number
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS504"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/"
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    version = bundle.kubernetes_version
    for node, gated in dropped(stateful_set, number(version)):
        yield Problem(
            node,
            f"`{node.key}` is dropped in silence: in Kubernetes {version} the gate `{gated.gate}` is off",
            help=_help(gated),
            on="key",
        )


def _help(gated: Gated) -> str:
    if gated.since:
        return f"it takes effect from 1.{gated.since} on: leave it out, or turn the gate on and ignore this"
    return "leave it out, or turn the gate on and ignore this"
