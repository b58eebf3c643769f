"""A claim template names no storage class, so the type of its volume depends on the cluster.

Without `storageClassName`, the default class of the cluster is used. It can mean slow disks in one cluster
and local disks in another, and if no class is the default, the claim stays `Pending`. An empty name (`""`)
requests a volume that was created in advance. The field cannot be changed later.

> The storage for a given Pod must either be provisioned by a PersistentVolume Provisioner based on the
> requested storage class, or pre-provisioned by an admin.

Nothing is reported if the files contain the default class, or the volume that a claim is meant for.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:  # error: names no storage class
      accessModes: [ReadWriteOnce]
  - metadata:
      name: log
    spec:
      storageClassName: ""  # error: created in advance
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: fast
  - metadata:
      name: old
      annotations:
        volume.beta.kubernetes.io/storage-class: fast
  - metadata:
      name: picked
    spec:
      selector: {matchLabels: {disk: db}}
```

The files contain the default class:

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: example.com/disks
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
```

The volume is reserved for the claim:

```yaml
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk-7
spec:
  claimRef: {name: data-db-0}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: ""
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.indexes import claim_stem
from stslint.kubernetes.queries.objects import claim_templates, name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS208"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"
FIELDS = ("volumeClaimTemplates",)

DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"
OLD_ANNOTATION = "volume.beta.kubernetes.io/storage-class"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        spec = claim.get("spec")
        class_name = spec.get("storageClassName")
        if class_name.string() or claim.at("metadata.annotations").get(OLD_ANNOTATION):
            continue
        if spec.get("volumeName") or spec.get("selector") or _is_reserved(stateful_set, claim, bundle):
            continue
        if class_name:
            yield _problem(
                class_name, claim, "requests a volume that was created in advance, but the files have none"
            )
        elif not bundle.derived(_shows_default):
            yield _problem(class_name, claim, "names no storage class: its volume depends on the cluster")


def _problem(node: Node, claim: Node, fault: str) -> Problem:
    name = claim.at("metadata.name").string()
    return Problem(node, f"the claim `{name}` {fault}", help="set `storageClassName` to the name of a class")


def _shows_default(bundle: Bundle) -> bool:
    return any(
        one.root.at("metadata.annotations").get(DEFAULT_CLASS).value == "true"
        for one in bundle.of_kind("StorageClass")
    )


def _is_reserved(stateful_set: Node, claim: Node, bundle: Bundle) -> bool:
    stem = claim_stem(claim.at("metadata.name").string(), name(stateful_set))
    return stem in bundle.derived(_reserved)


def _reserved(bundle: Bundle) -> frozenset[str]:
    """Returns the claims for which volumes are reserved, without their ordinals."""
    claims = (volume.root.at("spec.claimRef.name").string() for volume in bundle.of_kind("PersistentVolume"))
    return frozenset(claim.rpartition("-")[0] for claim in claims)
