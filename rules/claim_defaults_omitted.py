"""A claim template omits fields that the API server defaults, so GitOps tools always report a difference.

The API server adds `apiVersion: v1`, `kind: PersistentVolumeClaim` and `volumeMode: Filesystem` to each
claim template. Argo CD and other tools that compare the manifest with the live object, especially with
server-side apply, then show the StatefulSet as out of sync, although nothing is wrong. This rule is off by
default, because it only matters to such tools.

Reported as a StatefulSet that is OutOfSync from its first day in argo-cd#11143 and #16707 and minio#18770.

Adding the three fields does not change an immutable field, so it is safe for existing StatefulSets too.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:  # error: omits `apiVersion`, `kind` and `volumeMode`
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
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS206"
SEVERITY = "info"
SOURCE = "https://github.com/argoproj/argo-cd/issues/11143"
DEFAULT = False
FIELDS = ("volumeClaimTemplates",)

DEFAULTS = {
    "apiVersion": ("metadata", "apiVersion: v1"),
    "kind": ("metadata", "kind: PersistentVolumeClaim"),
    "spec.volumeMode": ("spec.accessModes", "volumeMode: Filesystem"),
}
"""The fields that the API server defaults: the key before which each can be inserted, and its line."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        missing = [path for path in DEFAULTS if not claim.at(path)]
        if missing:
            words = [f"`{path.rpartition('.')[2]}`" for path in missing]
            listed = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
            yield Problem(
                claim,
                f"the claim template omits {listed}: GitOps tools always report a difference",
                help="add the values that the API server sets; this does not change an existing StatefulSet",
                fix=_fix(claim, missing),
            )


def _fix(claim: Node, missing: list[str]) -> Fix | None:
    if any(claim.at(path).present for path in missing):
        return None
    edits = [insertion(claim.at(place), text) for place, text in (DEFAULTS[path] for path in missing)]
    found = tuple(edit for edit in edits if edit is not None)
    return Fix("add the defaults", found) if len(found) == len(missing) else None
