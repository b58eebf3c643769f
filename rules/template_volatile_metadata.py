"""A label or annotation of the pod template changes with each release and restarts every pod.

Any change under `spec.template` creates a new revision, so all pods are restarted one after the other,
although the program has not changed. Typical causes are labels with the chart version and annotations with
the time of the deployment.

> The StatefulSet controller will delete and recreate each Pod in the StatefulSet [...] when .spec.template
> is updated.

The rule does not report `app.kubernetes.io/version` if its value is the tag of an image, because the image
changes at the same time. It also skips checksums of configuration, which are meant to restart the pods, and
the annotation that `kubectl rollout restart` sets.

Most charts write such labels, and most teams restart their pods with each release on purpose. The rule is
off by default; select it, or use the profile `strict`, if a restart is expensive for you.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        app: web
        helm.sh/chart: web-1.2.3  # error: `helm.sh/chart` changes
        app.kubernetes.io/version: 7.0.0  # error: app.kubernetes.io/version
      annotations:
        deployed-at: "2026-03-04T05:06:07Z"  # error: a timestamp
        purpose: shop
    spec:
      containers:
      - name: web
        image: nginx:1.29.0
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    helm.sh/chart: web-1.2.3
spec:
  template:
    metadata:
      labels:
        app: web
        version: "1.29"
        app.kubernetes.io/version: 1.29.0
      annotations:
        checksum/config: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        kubectl.kubernetes.io/restartedAt: "2026-03-04T05:06:07Z"
    spec:
      containers:
      - name: web
        image: nginx:v1.29.0-alpine
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers, pod_template
from stslint.kubernetes.values.edits import removal
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem, pattern

ID = "STS312"
SEVERITY = "warning"
DEFAULT = False
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates"
FRAGMENTS = True

CHART_LABELS = frozenset({"helm.sh/chart", "chart"})
VERSION_LABEL = "app.kubernetes.io/version"
RESTARTED = "kubectl.kubernetes.io/restartedAt"
_DIGIT = pattern("[0-9]")
_TIME = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    metadata = pod_template(stateful_set).get("metadata")
    for field in ("labels", "annotations"):
        for key, node in metadata.get(field).entries().items():
            cause = _cause(key, node.string(), stateful_set)
            if cause:
                yield Problem(
                    node,
                    f"{cause}, and each change restarts every pod",
                    help="set it in the `metadata` of the StatefulSet, not of its pod template",
                    fix=_fix(key, node, stateful_set),
                )


def _cause(key: str, value: str, stateful_set: Node) -> str:
    if key in CHART_LABELS and _DIGIT.search(value):
        return f"`{key}` changes with each release of the chart"
    if key == VERSION_LABEL and _DIGIT.search(value) and not _is_image_version(value, stateful_set):
        return f"`{key}: {value}` is not the tag of any image and can change without one"
    if key != RESTARTED and _TIME.match(value):
        return f"`{key}` is a timestamp"
    return ""


def _is_image_version(value: str, stateful_set: Node) -> bool:
    version = value.removeprefix("v")
    tags = [one.get("image").string().rpartition("/")[2] for one in all_containers(stateful_set)]
    return not tags or any(version in tag.partition(":")[2] for tag in tags)


def _fix(key: str, node: Node, stateful_set: Node) -> Fix | None:
    """Returns the edit that removes the entry, unless the selector needs it."""
    edit = removal(node)
    if edit is None or key in stateful_set.at("spec.selector.matchLabels").entries():
        return None
    return Fix(
        f"remove `{key}` from the template", (edit,), safe=False, note="this restarts the pods once more"
    )
