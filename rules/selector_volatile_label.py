"""The selector contains a label that changes with each release, but the selector is immutable.

`spec.selector` is immutable. A label such as `helm.sh/chart: web-1.2.3` or `app.kubernetes.io/version`
changes with every version, so the API server refuses the next upgrade, and the only way forward is to delete
and recreate the StatefulSet.

> updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy',
> [...] are forbidden

Such labels are fine on the StatefulSet itself.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: web
      app.kubernetes.io/version: 1.2.3  # error: `app.kubernetes.io/version` changes with each release
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchExpressions:
    - key: helm.sh/chart  # error: helm.sh/chart
      operator: In
      values: [web-1.2.3]
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    helm.sh/chart: web-1.2.3
    app.kubernetes.io/version: 1.2.3
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: web
      app.kubernetes.io/instance: shop
      app.kubernetes.io/component: front
```

`v1` names a variant, as in service meshes, not a release:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
      version: v1
```

The key alone does not change:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchExpressions:
    - key: version
      operator: Exists
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem, pattern

ID = "STS111"
SEVERITY = "warning"
SOURCE = "https://helm.sh/docs/chart_best_practices/labels/"
FRAGMENTS = True

VOLATILE = frozenset({"helm.sh/chart", "chart", "version", "app.kubernetes.io/version", "pod-template-hash"})
_VERSION = pattern(r"[0-9]\.[0-9]|[0-9]{6}|^(?=.*[0-9])(?=.*[a-f])[0-9a-f]{7,}\Z")
"""A value that changes with a release holds a version, a date or a hash; `v1` or `stable` is a constant."""
HELP = "select labels that never change, such as `app.kubernetes.io/name` and `app.kubernetes.io/instance`"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    selector = stateful_set.at("spec.selector")
    for key, value in selector.get("matchLabels").entries().items():
        if key in VOLATILE and _VERSION.search(value.string()):
            yield Problem(value, _message(key), help=HELP, on="key", fix=_fix(key, value))
    for expression in selector.get("matchExpressions").elements():
        label = expression.get("key")
        if label.string() in VOLATILE and expression.get("values").elements():
            yield Problem(label, _message(label.string()), help=HELP)


def _message(key: str) -> str:
    return f"`{key}` changes with each release, but the selector is immutable: the next upgrade is refused"


def _fix(key: str, value: Node) -> Fix | None:
    edit = removal(value)
    note = "the selector is immutable: use this only before the StatefulSet is created"
    return Fix(f"remove `{key}` from the selector", (edit,), safe=False, note=note) if edit else None
