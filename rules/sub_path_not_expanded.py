"""A `subPath` contains a variable, which is not replaced: all pods use a folder with that text as its name.

Only `subPathExpr` replaces variables, and only those of the form `$(NAME)`. With `subPath: $(POD_NAME)`, a
folder named `$(POD_NAME)` is created on the volume. On a shared volume, all pods write into the same
folder. With a `subPathExpr` whose variable the container does not define, the container does not start
(`CreateContainerConfigError`).

> Use the `subPathExpr` field to construct `subPath` directory names from downward API environment
> variables. The `subPath` and `subPathExpr` properties are mutually exclusive.

For `subPathExpr`, the rule is silent if a source in `envFrom` is not in the checked files.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/log:1
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        volumeMounts:
        - name: data
          mountPath: /data
          subPath: $(POD_NAME)  # error: `subPath` does not replace variables
        - name: data
          mountPath: /wal
          subPathExpr: $(PODNAME)/wal  # error: `PODNAME` is not defined
        - name: data
          mountPath: /tmp
          subPathExpr: $POD_NAME/tmp  # error: `subPathExpr` replaces `$(NAME)` only
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/log:1
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        volumeMounts:
        - name: data
          mountPath: /data
          subPathExpr: $(POD_NAME)
        - name: data
          mountPath: /wal
          subPath: wal
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.expansion import given_names, own_names, references
from stslint.kubernetes.queries.objects import all_containers
from stslint.kubernetes.queries.storage import mounts
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS516"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath-expanded-environment"
FIELDS = ("subPath", "subPathExpr")

_VARIABLE = pattern(r"\$\([A-Za-z_][\w.-]*\)|\$\{[A-Za-z_]\w*\}|\$[A-Z_][A-Z0-9_]*")
_SHELL = pattern(r"\$\{[A-Za-z_]\w*\}|\$[A-Z_][A-Z0-9_]*")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        for mount in mounts(container):
            plain, expanded = mount.get("subPath"), mount.get("subPathExpr")
            if _VARIABLE.search(plain.string()):
                fault = (
                    "`subPath` does not replace variables: the folder is named "
                    f"`{plain.string()}` for all pods"
                )
                yield Problem(plain, fault, help="use `subPathExpr` with variables of the form `$(NAME)`")
            elif expanded:
                yield from _expression(expanded, container, bundle)


def _expression(node: Node, container: Node, bundle: Bundle) -> Iterator[Answer]:
    found = _SHELL.search(node.string())
    if found:
        fault = f"`subPathExpr` replaces `$(NAME)` only: `{found.group()}` stays as it is"
        yield Problem(node, fault, help="use the form `$(NAME)`")
        return
    given = given_names(container, bundle)
    known = None if given is None else given | set(own_names(container))
    for name in references(node.string()):
        if known is not None and name not in known:
            fault = f"`{name}` is not defined in `env` of this container, which does not start"
            yield Problem(node, fault, help=f"define `{name}` in `env`, or correct the name")
