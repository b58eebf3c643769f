"""A ConfigMap that the pods need is not in the checked files: without it, no container starts.

The pods are accepted and scheduled, but then they wait: in `ContainerCreating` if the ConfigMap is used as
a volume, in `CreateContainerConfigError` if it is used for an environment variable. The first pod of a new
StatefulSet, or the first pod that an update recreates, blocks all pods that come after it.

> If you reference a ConfigMap that doesn't exist and you don't mark the reference as optional, the Pod won't
> start.

The rule can report a missing ConfigMap only in a run with `--complete`. A ConfigMap that a
`configMapGenerator` creates counts as present, and so do those that a controller creates in every
namespace, such as `kube-root-ca.crt`. Secrets are not checked, because they are kept out of repositories on
purpose.

If a role among the files allows to create ConfigMaps, a hook or an operator can create it, and the rule has
no answer. A chart names its own objects after the release (`app.kubernetes.io/instance`). A missing one with
another name belongs to the user or to another chart, and is reported as info.

## Bad

Each name is reported once:

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

The ConfigMap is generated:

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

The run has no `--complete`, so other files can define the ConfigMap:

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

The job of a chart creates the ConfigMap:

```yaml complete
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: redis-setup
rules:
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create]
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
    CREATED,
    IN_EVERY_NAMESPACE,
    RENAMED,
    is_absent,
    is_of_its_release,
    may_be_created,
    may_be_renamed,
    needed_config_maps,
)
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS511"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions"
FIELDS = ("configMap", "configMapRef", "configMapKeyRef")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not bundle.complete:  # so most runs do not have to visit all variables
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
        if may_be_created("configmaps", bundle):
            yield NotChecked(CREATED)
            return
        told.add(name)
        yield Problem(
            wanted,
            f"no ConfigMap `{name}` in the checked files: without it, the containers that use it never start",
            help="add the ConfigMap to the checked files, correct the name, or set `optional: true`",
            severity=None if is_of_its_release(name, stateful_set) else "info",
        )
