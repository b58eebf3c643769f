"""One object is defined twice with different content, so one definition silently replaces the other.

`kubectl apply` applies both, and the last one stays. Helm fails to install such a chart, or keeps the
last one. For a StatefulSet, the second definition is also an update of the first: it restarts the pods,
or is rejected because an immutable field differs. Typical causes are a sub chart that is installed twice,
and a copied manifest whose name was not changed.

> Names must be unique across all API versions of the same resource. API resources are distinguished by
> their API group, resource type, namespace (for namespaced resources), and name.

The rule compares objects of one file or of one rendering. Two files can be a choice, and two blocks of a
page show one object again. Equal definitions are not reported.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zookeeper
spec:
  replicas: 3
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zookeeper  # error: is already defined
spec:
  replicas: 1
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zookeeper
  namespace: one
spec:
  replicas: 3
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zookeeper
  namespace: two
spec:
  replicas: 1
---
apiVersion: v1
kind: Service
metadata:
  name: zookeeper
---
apiVersion: v1
kind: Service
metadata:
  name: zookeeper
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.indexes import DEFINED
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS330"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
KINDS = ("StatefulSet", "Service", "PodDisruptionBudget", "ConfigMap", "Deployment", "PersistentVolumeClaim")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    document = bundle.document_of(root)
    same = (each for own in bundle.entries_of(document, DEFINED) for each in bundle.found(DEFINED, own))
    first = next(same, document)
    if first is document or first.root.plain() == root.plain():
        return
    yield Problem(
        root.at("metadata.name"),
        f"{document.kind} `{document.name}` is already defined with other content: one definition replaces "
        "the other",
        help="remove one of the two, or rename it",
        related=(Related(first.root.at("metadata.name"), "the first definition"),),
    )
