"""A number is too large for its field: an apply to an existing StatefulSet stores a different number.

`kubectl apply` sends a patch, and the API server does not check the numbers in a patch as strictly as those
of a new object. If a number does not fit, only its lowest 32 bits are stored: `replicas: 4294967299` becomes
3, `4294967296` becomes 0, and `revisionHistoryLimit: 3000000000` becomes -1294967296. The API server rejects
the same manifest in a create or a replace.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 4294967297  # error: stores `1`
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 2147483647
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.update.check import stored_otherwise
from stslint.rule_api import Answer, Bundle, Node

ID = "STS709"
SEVERITY = "error"
SOURCE = (
    "https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#merge-patch-calculation"
)


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    yield from stored_otherwise(old, new, number(bundle.kubernetes_version))
