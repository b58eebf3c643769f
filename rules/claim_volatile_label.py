"""A claim template contains a label that changes with each release, but claim templates are immutable.

The next release of the chart changes the label, and the API server rejects the upgrade. The StatefulSet
then has to be deleted with `--cascade=orphan` and created again.

> updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy',
> 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

The rule reports chart versions, application versions and timestamps. A value without a version, such as
`app.kubernetes.io/version: v1`, is a constant.

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
      labels:
        app: db
        helm.sh/chart: db-1.2.3  # error: `helm.sh/chart` changes
        app.kubernetes.io/version: 17.2.0  # error: `app.kubernetes.io/version` changes
      annotations:
        deployed-at: "2026-03-04T05:06:07Z"  # error: a timestamp
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels:
    helm.sh/chart: db-1.2.3
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
      labels:
        app: db
        app.kubernetes.io/version: v1
        helm.sh/chart: db
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates
from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem, pattern

ID = "STS230"
SEVERITY = "warning"
SOURCE = "https://github.com/helm/charts/issues/6885"
FRAGMENTS = True
FIELDS = ("volumeClaimTemplates",)

_OF_A_RELEASE = frozenset({"helm.sh/chart", "chart", "version", "app.kubernetes.io/version"})
_VERSION = pattern(r"[0-9]\.[0-9]")
_TIME = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        for field in ("labels", "annotations"):
            for key, node in claim.at(f"metadata.{field}").entries().items():
                cause = _cause(key, node.string())
                if cause:
                    yield Problem(
                        node,
                        f"{cause}, but claim templates are immutable: the next upgrade is refused",
                        help="keep only labels that never change",
                        fix=_fix(key, node),
                    )


def _cause(key: str, value: str) -> str:
    if key in _OF_A_RELEASE and _VERSION.search(value):
        return f"`{key}` changes with each release"
    return f"`{key}` is a timestamp" if _TIME.match(value) else ""


def _fix(key: str, node: Node) -> Fix | None:
    edit = removal(node)
    note = "claim templates are immutable: use this only before the StatefulSet is created"
    return Fix(f"remove `{key}` from the claim template", (edit,), safe=False, note=note) if edit else None
