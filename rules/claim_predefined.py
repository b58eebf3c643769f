"""A PersistentVolumeClaim has the name of one that the StatefulSet would create, and is used as it is.

The controller looks up a claim by its name, `<claim template>-<StatefulSet>-<ordinal>`, and creates one only
if it does not exist. A claim that was created in advance is used with its own size, class and access modes;
they are not compared with those of the template. This is the way to bring in existing data, and a surprise
where it is not intended.

> For each VolumeClaimTemplate entry defined in a StatefulSet, each Pod receives one PersistentVolumeClaim.

## Bad

```yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data-db-0
spec:
  accessModes: [ReadWriteOnce]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  volumeClaimTemplates:
  - metadata:
      name: data  # error: the claim `data-db-0` is defined separately
```

## Good

```yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data-db-7
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data-db-0
  namespace: test
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.indexes import NUMBERED_CLAIMS, claim_stem
from stslint.kubernetes.queries.objects import claim_templates, first_ordinal, home_namespace, name, replicas
from stslint.kubernetes.values.digits import number_of
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS218"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage"
FIELDS = ("volumeClaimTemplates",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    start = first_ordinal(stateful_set)
    for claim in claim_templates(stateful_set):
        template = claim.at("metadata.name")
        key = home_namespace(stateful_set, bundle), claim_stem(template.string(), name(stateful_set))
        for made in bundle.found(NUMBERED_CLAIMS, key):
            ordinal = number_of(made.name.rpartition("-")[2])
            if start <= ordinal < start + replicas(stateful_set):
                yield Problem(
                    template,
                    f"the claim `{made.name}` is defined separately, and is used as it is: "
                    "its size, class and access modes are not compared with the template",
                    help="give both the same values, or remove the claim if it should not be adopted",
                    related=(Related(made.root.at("metadata.name"), "the claim"),),
                )
                break
