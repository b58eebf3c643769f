"""A ConfigMap or Secret was changed, but no pod is restarted: they keep running with the old values.

Variables and files that are mounted with `subPath` are read once, when a container starts. If the pod
template does not change, the controller does not replace any pod. The new values then come into effect pod
by pod, whenever a node is drained or a container crashes: days later, and with different values in the
members of one cluster.

> A container using a ConfigMap as a subPath volume mount will not receive ConfigMap updates.

> ConfigMaps consumed as environment variables are not updated automatically and require a pod restart.

Files of a volume without `subPath` are updated within about a minute. Whether the application reads them
again cannot be seen, so this is reported as info, and not at all if a container of the pod looks like a
reloader. The rule is silent if the template changes too, for example an annotation with a checksum, and if
the annotations of a reloader are set. It compares only keys that the pods use, and cannot see objects
outside of the files. With `envFrom`, added and removed keys count as well. Settings that only the first
start reads are reported by STS715.

## Bad

```yaml old
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  MODE: slow
  app.conf: a=1
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef: {name: app, key: MODE}
        volumeMounts:
        - name: conf
          mountPath: /etc/app/app.conf
          subPath: app.conf
      volumes:
      - name: conf
        configMap: {name: app}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  MODE: fast  # error: container `app` reads it only when it starts
  app.conf: a=2  # error: StatefulSet `app`
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef: {name: app, key: MODE}
        volumeMounts:
        - name: conf
          mountPath: /etc/app/app.conf
          subPath: app.conf
      volumes:
      - name: conf
        configMap: {name: app}
```

A Secret, and a volume that is updated while the pod runs:

```yaml old
apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  TOKEN: one
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  app.conf: a=1
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - secretRef: {name: app}
        volumeMounts:
        - {name: conf, mountPath: /etc/app}
      volumes:
      - name: conf
        projected:
          sources:
          - configMap: {name: app}
```

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  TOKEN: two  # error: `TOKEN` of Secret `app`
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  app.conf: a=2  # error: only if the application reads its files again
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - secretRef: {name: app}
        volumeMounts:
        - {name: conf, mountPath: /etc/app}
      volumes:
      - name: conf
        projected:
          sources:
          - configMap: {name: app}
```

## Good

A checksum in the template restarts the pods:

```yaml old
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  MODE: slow
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    metadata:
      annotations:
        checksum/config: "1"
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  MODE: fast
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    metadata:
      annotations:
        checksum/config: "2"
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app}
```

The pods do not use the key, and a reloader restarts them:

```yaml old
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  MODE: slow
  other: a
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef: {name: app, key: MODE}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: watched
  annotations:
    reloader.stakater.com/auto: "true"
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  MODE: slow
  other: b
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef: {name: app, key: MODE}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: watched
  annotations:
    reloader.stakater.com/auto: "true"
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        envFrom:
        - configMapRef: {name: app}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.kubernetes.queries.config_uses import Use, uses
from stslint.kubernetes.queries.kubectl import kubectl, quoted
from stslint.kubernetes.queries.objects import is_stateful_set, pod_template, replicas
from stslint.kubernetes.queries.secrets import content
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS718"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically"
KINDS = ("ConfigMap", "Secret")


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    if not new.of_kind("ConfigMap", "Secret"):
        return
    reported: set[tuple[str, str, str, str, str]] = set()
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or before.fragment or document.fragment or not _keeps_pods(before, document):
            continue
        for use in uses(document.root):
            for key, problem in _changed(use, document, old, new):
                place = (use.kind, document.namespace, use.name, key, document.name)
                if place not in reported:
                    reported.add(place)
                    yield problem


def _keeps_pods(before: Document, after: Document) -> bool:
    """Returns whether pods of the old manifest keep running, and nothing known restarts them."""
    if not is_stateful_set(after.root) or not replicas(after.root) or not replicas(before.root):
        return False
    template = pod_template(after.root)
    if pod_template(before.root).plain() != template.plain():
        return False
    annotations = (after.root.at("metadata.annotations"), template.at("metadata.annotations"))
    return not any("reload" in key.lower() for one in annotations for key in one.entries())


def _changed(use: Use, home: Document, old: Bundle, new: Bundle) -> Iterator[tuple[str, Problem]]:
    after = new.find(use.kind, home.namespace, use.name)
    before = old.find(use.kind, home.namespace, use.name)
    if after is None or before is None or after.fragment or before.fragment or after.context:
        return
    values, previous = content(after), content(before)
    ignored = _first_start(use, new)
    for key in {**values, **previous} if use.key is None else (use.key,):
        in_both = key in values and key in previous
        if values.get(key) == previous.get(key) or (not in_both and (use.live or use.key is not None)):
            continue
        if use.variable(key) in ignored or (use.live and use.reloaded):
            continue
        yield key, _problem(use, key, _how(key, values, previous), after, home)


def _how(key: str, values: Mapping[str, str], previous: Mapping[str, str]) -> str:
    return "changed" if key in values and key in previous else "added" if key in values else "removed"


def _problem(use: Use, key: str, how: str, after: Document, home: Document) -> Problem:
    consequence = (
        f"container `{use.container}` of StatefulSet `{home.name}` gets it only if the application reads its "
        "files again, because no pod is restarted"
        if use.live
        else f"container `{use.container}` reads it only when it starts, and the pod template of StatefulSet "
        f"`{home.name}` did not change, so no pod is restarted"
    )
    restart = kubectl(f"rollout restart statefulset {quoted(home.name)}", home.home)
    return Problem(
        _place(after.root, key),
        f"`{key}` of {use.kind} `{use.name}` was {how}: {consequence}",
        help="change the pod template in the same step, for example an annotation with a checksum of the "
        f"content, or run `{restart}`",
        severity="info" if use.live else None,
        related=(Related(use.node, "where the pods use it"),),
    )


def _place(root: Node, key: str) -> Node:
    for part in ("stringData", "data", "binaryData"):
        if root.get(part).get(key):
            return root.get(part).get(key)
    return root


def _first_start(use: Use, bundle: Bundle) -> frozenset[str]:
    """Returns the variables that STS715 speaks of."""
    if use.live or use.owner is None:
        return frozenset()
    known = application_of(use.owner, bundle)
    settings = known.first_start_settings() if known is not None else []
    return frozenset(one.name.removeprefix("env:") for one in settings)
