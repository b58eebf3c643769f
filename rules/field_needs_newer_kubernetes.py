"""The API server silently removes a field, because its feature gate is off in this Kubernetes version.

The API server answers `created`, but the object that it stores does not have the field. Only `kubectl get
-o yaml` shows the result: for example, ordinals start at 0 after all, or a sidecar is an ordinary init
container, which never exits and blocks the pod forever.

The rule uses the default feature gates of the chosen Kubernetes version. Fields that this version does not
know at all are reported by the API server itself.

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

No Kubernetes version enables this gate by default:

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

The removed value is the same as the default:

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
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS504"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/"
FRAGMENTS = True


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    version = bundle.kubernetes_version
    for node, gated in dropped(stateful_set, number(version)):
        yield Problem(
            node,
            f"`{node.key}` is silently removed: in Kubernetes {version} the feature gate "
            f"`{gated.gate}` is off",
            help=_help(gated),
            on="key",
        )


def _help(gated: Gated) -> str:
    if gated.since:
        return f"remove it (it works from 1.{gated.since}), or enable the gate and ignore this finding"
    return "remove it, or enable the gate and ignore this finding"
