"""A variable gets a value that ends with a line break: passwords and names do not match.

`echo secret | base64` encodes the line break that `echo` adds, and a block scalar (`|`) keeps its last line
break. In a file, most programs ignore it. In a variable, it is a part of the password, the user or the
address: the database is created with it, and every client that has the value without it is rejected.

The rule decodes the Secrets and ConfigMaps in the checked files, and reports values of one line only. It
never prints a value. Names that say a password, a user, a database or an address are a warning, all others
info. The documentation of Secrets uses `echo -n` for this reason.

## Bad

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  password: Y2hhbmdlLW1lCg==
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.6
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}  # error: `POSTGRES_PASSWORD` ends with a line break
```

All keys of a Secret, one of them a block scalar:

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  MYSQL_USER: shop
  MYSQL_PASSWORD: |
    change-me
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: mysql:8.4
        envFrom:
        - secretRef:  # error: `MYSQL_PASSWORD`
            name: db
```

## Good

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  password: Y2hhbmdlLW1l
stringData:
  certificate: |
    first line
    second line
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: postgres:16.6
        env:
        - name: POSTGRES_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
        - name: CERTIFICATE
          valueFrom:
            secretKeyRef: {name: db, key: certificate}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.config_uses import variable_uses
from stslint.kubernetes.queries.objects import home_namespace
from stslint.kubernetes.queries.secrets import content
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related, pattern

ID = "STS552"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-config-file/"
FIELDS = ("valueFrom", "envFrom")

_EXACT = pattern(
    r"(?i)pass|pwd|secret|token|key|user|login|name|database|_db|host|addr|url|uri|endpoint|cookie"
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    told: set[tuple[str, str]] = set()
    for use in variable_uses(stateful_set):
        document = bundle.find(use.kind, home_namespace(stateful_set, bundle), use.name)
        for key, text in content(document).items():
            variable = use.variable(key)
            if use.key not in (None, key) or not _ends_with_line_break(text) or document is None:
                continue
            if (use.container, variable) not in told:
                told.add((use.container, variable))
                yield _problem(use.node, variable, key, document)


def _ends_with_line_break(text: str) -> bool:
    return text.endswith("\n") and bool(text.strip()) and "\n" not in text.rstrip("\r\n")


def _problem(node: Node, variable: str, key: str, document: Document) -> Problem:
    place = document.root.get("data").get(key)
    place = place if place else document.root.get("stringData").get(key)
    encoded = document.kind == "Secret" and document.root.get("data").get(key)
    return Problem(
        _source(node, document.kind),
        f"the value of `{variable}` ends with a line break, which becomes a part of it",
        help=f"encode `{key}` again without the line break: `printf %s VALUE | base64`"
        if encoded
        else f"use `|-` or a quoted text for `{key}`",
        severity=None if _EXACT.search(variable) else "info",
        related=(Related(place, "the value"),),
    )


def _source(node: Node, kind: str) -> Node:
    source = node.get("secretRef" if kind == "Secret" else "configMapRef")
    return source if source else node
