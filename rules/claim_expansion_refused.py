"""A claim or claim template grows, but its StorageClass does not allow expansion: the claims cannot follow.

A larger template needs the claims of the running pods to be patched first. Without `allowVolumeExpansion:
true` in their StorageClass, the API server refuses that patch: `only dynamically provisioned pvc can be
resized and the storageclass that provisions the pvc must support resize`. The StatefulSet has then
perhaps already been deleted to recreate it with the new size.

> You can only expand a PVC if its storage class's `allowVolumeExpansion` field is set to true.

The field can be changed in a StorageClass that exists. The rule checks the class that the template or the
PersistentVolumeClaim names, or the default class, if it is in the checked files. It cannot see whether the
driver of the class can expand volumes.

## Bad

```yaml old
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
      resources: {requests: {storage: 10Gi}}
```

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
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
      storageClassName: fast
      resources: {requests: {storage: 20Gi}}  # error: StorageClass `fast` does not allow expansion
```

A claim of its own:

```yaml old
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: slow
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data-db-0
spec:
  storageClassName: slow
  resources: {requests: {storage: 10Gi}}
```

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: slow
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data-db-0
spec:
  storageClassName: slow
  resources: {requests: {storage: 20Gi}}  # error: does not allow expansion
```

## Good

```yaml old
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
      resources: {requests: {storage: 10Gi}}
  - metadata:
      name: log
    spec:
      storageClassName: slow
      resources: {requests: {storage: 10Gi}}
```

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: slow
provisioner: ebs.csi.aws.com
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
      storageClassName: fast
      resources: {requests: {storage: 20Gi}}
  - metadata:
      name: log
    spec:
      storageClassName: slow
      resources: {requests: {storage: 10Gi}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates
from stslint.kubernetes.values.quantity import read
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS721"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims"
KINDS = ("StatefulSet", "PersistentVolumeClaim")

DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    if not bundle.of_kind("StorageClass"):
        return
    before = {one.at("metadata.name").string(): one for one in _claims(old)}
    for claim in _claims(new):
        previous = before.get(claim.at("metadata.name").string())
        if previous is None or not _grows(previous, claim):
            continue
        found = _class_of(claim, bundle)
        if found is None or found.fragment or found.root.get("allowVolumeExpansion").boolean():
            continue
        yield Problem(
            claim.at("spec.resources.requests.storage"),
            f"StorageClass `{found.name}` does not allow expansion: the API server refuses a larger size for "
            "the claims that exist",
            help="set `allowVolumeExpansion: true` in the StorageClass and apply it first",
            related=(Related(found.root, "the StorageClass"),),
        )


def _claims(root: Node) -> list[Node]:
    return [root] if root.get("kind").value == "PersistentVolumeClaim" else claim_templates(root)


def _grows(old: Node, new: Node) -> bool:
    path = "spec.resources.requests.storage"
    before, after = read(old.at(path).value), read(new.at(path).value)
    return before is not None and after is not None and after.nanos > before.nanos


def _class_of(claim: Node, bundle: Bundle) -> Document | None:
    named = claim.at("spec.storageClassName")
    if named:
        return bundle.find("StorageClass", "", named.string()) if named.string() else None
    defaults = [
        each
        for each in bundle.of_kind("StorageClass")
        if each.root.at("metadata.annotations").get(DEFAULT_CLASS).value == "true"
    ]
    return defaults[0] if len(defaults) == 1 else None
