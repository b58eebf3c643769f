"""A ConfigMap or Secret leaves the files, but pods of the old template still need it.

Generators such as kustomize put a hash of the content into the name (`app-7h2f8k9tcm`), so each change of the
content makes a new object, and a tool that prunes deletes the old one at once. Pods of the old template still
refer to the old name. They run until something restarts them: then the container or the pod does not start,
although nothing of it was changed. The new template refers to the new name, so new pods work.

- With `OnDelete`, and below a `partition`, old pods stay for an unlimited time. This is a warning.
- Otherwise they stay until the rollout replaces them, one after the other. A rollout that stops half-way, and
  `kubectl rollout undo`, need the old object. This is info.

> --prune: Automatically delete resource objects, that do not appear in the configs and are created by
> either apply or create --save-config.

The rule cannot see whether the tool prunes. Helm, Argo CD and Flux usually do, `kubectl apply` does not.

## Bad

```yaml old
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-7h2f8k9tcm
data:
  MODE: slow
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app-7h2f8k9tcm}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-g4hk9g2ff9
data:
  MODE: fast
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app-g4hk9g2ff9}  # error: app-0 and app-1, below the partition, still need it
```

A Secret in a volume, and a rollout of all pods:

```yaml old
apiVersion: v1
kind: Secret
metadata:
  name: tls-1
stringData:
  key: one
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        volumeMounts:
        - {name: tls, mountPath: /tls}
      volumes:
      - name: tls
        secret: {secretName: tls-1}
```

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: tls-2
stringData:
  key: two
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        volumeMounts:
        - {name: tls, mountPath: /tls}  # error: the pods that the rollout has not replaced yet
      volumes:
      - name: tls
        secret: {secretName: tls-2}
```

## Good

The old object stays as long as old pods can need it:

```yaml old
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-7h2f8k9tcm
data:
  MODE: slow
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app-7h2f8k9tcm}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-7h2f8k9tcm
data:
  MODE: slow
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-g4hk9g2ff9
data:
  MODE: fast
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 2
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app-g4hk9g2ff9}
```

## Not checked

A template that still refers to the removed object is reported by STS511. The annotations with which Helm
(`helm.sh/resource-policy: keep`) and Argo CD (`argocd.argoproj.io/sync-options: Prune=false`) keep an object
are respected.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.config_uses import Use, uses
from stslint.kubernetes.queries.objects import (
    first_ordinal,
    is_stateful_set,
    name,
    ordinals_in_words,
    pod_template,
    replicas,
    update_type,
)
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related, Severity

ID = "STS723"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/generated/kubectl/kubectl-commands#apply"


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or before.fragment or document.fragment or document.context:
            continue
        if is_stateful_set(document.root) and replicas(before.root) and replicas(document.root):
            yield from _removed(before, document, old, new)


def _removed(before: Document, after: Document, old: Bundle, new: Bundle) -> Iterator[Answer]:
    fresh = list(uses(after.root))
    still = {(use.kind, use.name) for use in fresh}
    told: set[tuple[str, str]] = set()
    for use in uses(before.root):
        key = use.kind, use.name
        if key in still or key in told or use.optional:
            continue
        gone = old.find(use.kind, before.namespace, use.name)
        if gone is None or _is_kept(gone.root) or new.find(use.kind, after.namespace, use.name) is not None:
            continue
        told.add(key)
        yield _problem(use, _place(use, fresh, after.root), gone.root, after.root)


def _is_kept(root: Node) -> bool:
    """Returns whether an annotation keeps the object when it leaves the files."""
    annotations = root.at("metadata.annotations").strings()
    options = annotations.get("argocd.argoproj.io/sync-options", "")
    return annotations.get("helm.sh/resource-policy") == "keep" or "Prune=false" in options


def _place(use: Use, fresh: list[Use], after: Node) -> Node:
    """Returns what takes the place of a use in the new template."""
    same = [one for one in fresh if one.kind == use.kind and one.container == use.container]
    closest = [one for one in same if one.named == use.named and one.live == use.live]
    return (closest or same)[0].node if same else pod_template(after).get("spec")


def _problem(use: Use, node: Node, gone: Node, after: Node) -> Problem:
    who, severity = _old_pods(after)
    return Problem(
        node,
        f"{use.kind} `{use.name}` is no longer in the checked files, but {who} still need it: if it is "
        "deleted, they do not start again after a restart",
        help="keep the old object until no pod of the old template exists: exclude it from pruning, or prune "
        "after the rollout",
        severity=severity,
        related=(Related(gone.at("metadata.name"), "the object that leaves the files"),),
    )


def _old_pods(after: Node) -> tuple[str, Severity | None]:
    """Returns which pods keep the old template, as text, and how severe that is."""
    if update_type(after) == "OnDelete":
        return "all pods, which `OnDelete` keeps on the old template,", None
    start, partition = first_ordinal(after), after.at("spec.updateStrategy.rollingUpdate.partition").integer()
    kept = min(partition, replicas(after))
    if kept > 0:
        return f"{ordinals_in_words(name(after), range(start, start + kept))}, below the partition,", None
    return "the pods that the rollout has not replaced yet", "info"
