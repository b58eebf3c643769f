"""A volume refers to a PersistentVolumeClaim that does not exist, so the pods wait for it indefinitely.

A StatefulSet does not create the claims that are listed under `volumes`: they must already exist. Without
the claim the pods are accepted but never scheduled, `kubectl describe pod` reports that the claim is not
found, and with `OrderedReady` all other pods wait for the first one.

> Claims must exist in the same namespace as the Pod using the claim.

A claim is often created elsewhere, or by hand. So only a run with `--complete` can know that it is missing.
If the files include a kustomization that adds a prefix or suffix to names, stslint cannot know it either:
check what the kustomization renders instead.

## Bad

```yaml complete
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: backup
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      volumes:
      - name: backups
        persistentVolumeClaim:
          claimName: backups  # error: no PersistentVolumeClaim named `backups`
```

A claim in another namespace cannot be used:

```yaml complete
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: backups
  namespace: storage
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  template:
    spec:
      volumes:
      - name: backups
        persistentVolumeClaim:
          claimName: backups  # error: in namespace `shop`
```

## Good

```yaml complete
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: backups
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      volumes:
      - name: backups
        persistentVolumeClaim:
          claimName: backups
```

A claim that another StatefulSet creates for its pod, and a volume that a claim template replaces:

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: reader
spec:
  template:
    spec:
      volumes:
      - name: source
        persistentVolumeClaim:
          claimName: data-db-0
          readOnly: true
      - name: cache
        persistentVolumeClaim:
          claimName: cache
  volumeClaimTemplates:
  - metadata:
      name: cache
```

Without `--complete`, the claim can exist elsewhere:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      volumes:
      - name: backups
        persistentVolumeClaim:
          claimName: backups
```

## Not checked

```yaml complete
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namePrefix: game-
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: server
spec:
  template:
    spec:
      volumes:
      - name: worlds
        persistentVolumeClaim:
          claimName: game-worlds
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.indexes import CREATED_CLAIMS
from stslint.kubernetes.queries.objects import home_namespace, namespace
from stslint.kubernetes.queries.references import RENAMED, is_absent, may_be_renamed, named_claims
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem

ID = "STS221"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes"
FIELDS = ("persistentVolumeClaim",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in named_claims(stateful_set):
        if not is_absent("PersistentVolumeClaim", claim, stateful_set, bundle):
            continue
        if _made_by_a_set(claim.string(), home_namespace(stateful_set, bundle), bundle):
            continue
        if may_be_renamed(bundle):
            yield NotChecked(RENAMED)
            return
        where = namespace(stateful_set)
        scope = f" in namespace `{where}`" if where else ""
        yield Problem(
            claim,
            f"no PersistentVolumeClaim named `{claim.string()}`{scope} in the checked files: "
            "the pods are never scheduled",
            help="add the claim to the checked files, or correct the name",
        )


def _made_by_a_set(name: str, where: str, bundle: Bundle) -> bool:
    stem, _, ordinal = name.rpartition("-")
    return ordinal.isdigit() and any(bundle.found(CREATED_CLAIMS, (where, stem)))
