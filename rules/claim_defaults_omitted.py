"""A claim template leaves out what the API server fills in, so a GitOps tool sees a difference for ever.

The API server writes `apiVersion: v1`, `kind: PersistentVolumeClaim` and `volumeMode: Filesystem` into each
claim template. Argo CD and others that compare the manifest with the live object, above all with
server-side apply, then show the set as out of sync, although nothing is wrong. Off by default: it only
matters to them.

Seen as a set that is OutOfSync from its first day in argo-cd#11143 and #16707 and minio#18770.

Writing the three is no change of an immutable field, so it is safe on live sets too.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:  # error: leaves out `apiVersion`, `kind` and `volumeMode`
      name: data
    spec:
      accessModes: [ReadWriteOnce]
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      volumeMode: Filesystem
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates
from stslint.kubernetes.values.edits import insertion
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS206"
SEVERITY = "info"
SOURCE = "https://github.com/argoproj/argo-cd/issues/11143"
DEFAULT = False

DEFAULTS = {
    "apiVersion": ("metadata", "apiVersion: v1"),
    "kind": ("metadata", "kind: PersistentVolumeClaim"),
    "spec.volumeMode": ("spec.accessModes", "volumeMode: Filesystem"),
}
"""What the API server fills in: the key before which it can be written, and the line."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        missing = [path for path in DEFAULTS if not claim.at(path)]
        if missing:
            words = [f"`{path.rpartition('.')[2]}`" for path in missing]
            listed = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
            yield Problem(
                claim,
                f"the claim template leaves out {listed}: a GitOps tool sees a difference for ever",
                help="write what the API server fills in; it is no change on a live set",
                fix=_fix(claim, missing),
            )


def _fix(claim: Node, missing: list[str]) -> Fix | None:
    if any(claim.at(path).present for path in missing):
        return None
    edits = [insertion(claim.at(place), text) for place, text in (DEFAULTS[path] for path in missing)]
    found = tuple(edit for edit in edits if edit is not None)
    return Fix("write the defaults", found) if len(found) == len(missing) else None
