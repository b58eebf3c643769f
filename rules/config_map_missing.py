"""A ConfigMap that the pods need is nowhere, so their containers never start.

The pods are accepted and scheduled, and then wait: `ContainerCreating` where the ConfigMap is a volume,
`CreateContainerConfigError` where it is a variable. The first pod of a new set, or the first one that an
update makes again, stops all that come after it.

> If you reference a ConfigMap that doesn't exist and you don't mark the reference as optional, the Pod won't
> start.

Only a run with `--complete` can know that it is missing. One that a `configMapGenerator` makes is there, and
so are those that a controller puts into every namespace, such as `kube-root-ca.crt`. Secrets are left alone:
they are kept out of repositories on purpose.

## Bad

Once for each name:

```yaml complete
apiVersion: v1
kind: ConfigMap
metadata:
  name: redis
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:8.2
        envFrom:
        - configMapRef:
            name: redis-env  # error: no ConfigMap `redis-env`
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef: {name: redis-env, key: mode}
      volumes:
      - name: config
        configMap:
          name: redis-config  # error: no ConfigMap `redis-config`
```

## Good

```yaml complete
apiVersion: v1
kind: ConfigMap
metadata:
  name: redis-config
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  template:
    spec:
      containers:
      - name: redis
        image: redis:8.2
        envFrom:
        - configMapRef: {name: redis-env, optional: true}
      volumes:
      - name: config
        configMap:
          name: redis-config
      - name: trust
        projected:
          sources:
          - configMap: {name: kube-root-ca.crt}
```

One that is generated:

```yaml complete
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator:
- name: redis-config
  files: [redis.conf]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  template:
    spec:
      volumes:
      - name: config
        configMap:
          name: redis-config
```

The run does not say that it holds everything:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  template:
    spec:
      volumes:
      - name: config
        configMap:
          name: redis-config
```

## Not checked

```yaml complete
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namePrefix: shop-
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  template:
    spec:
      volumes:
      - name: config
        configMap:
          name: shop-config
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.kustomizations import generated_config_maps
from stslint.kubernetes.queries.references import (
    IN_EVERY_NAMESPACE,
    RENAMED,
    is_absent,
    may_be_renamed,
    needed_config_maps,
)
from stslint.model import Answer, Bundle, Node, NotChecked, Problem

ID = "STS511"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not bundle.complete:  # spares most runs the walk over all variables
        return
    there = IN_EVERY_NAMESPACE | bundle.derived(generated_config_maps)
    told: set[str] = set()
    for wanted in needed_config_maps(stateful_set):
        name = wanted.string()
        if name in there or name in told or not is_absent("ConfigMap", wanted, stateful_set, bundle):
            continue
        if may_be_renamed(bundle):
            yield NotChecked(RENAMED)
            return
        told.add(name)
        yield Problem(
            wanted,
            f"no ConfigMap `{name}` in the files of this run: the pods that name it never start",
            help="add it to what is deployed, correct the name, or say `optional: true`",
        )
