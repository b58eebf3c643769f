"""A claim template requests an access mode that does not exist, so its claims cannot be created.

Up to Kubernetes 1.33, the API server accepts the StatefulSet without validating its claim templates. When
the controller then creates the claim of the first pod, the API server refuses it, and the controller retries
forever: the StatefulSet stays at zero pods with `FailedCreate` events. From 1.34 on, the API server refuses
the StatefulSet itself.

> A PersistentVolume can be mounted on a host in any way supported by the resource provider. [...] The
> access modes are: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.

## Bad

```yaml kubernetes=1.33
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [RWO]  # error: `RWO` is not an access mode
      resources: {requests: {storage: 1Gi}}
```

```yaml kubernetes=1.30
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: log
    spec:
      accessModes: [ReadWriteOnec]  # error: is not an access mode
  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      - ReadWriteOncePod  # error: cannot be combined
```

```yaml kubernetes=1.30
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: []  # error: no access mode
```

Up to 1.26, `ReadWriteOncePod` needs a feature gate that is off by default:

```yaml kubernetes=1.26
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOncePod]  # error: requires Kubernetes 1.27 or later
      resources: {requests: {storage: 1Gi}}
```

## Good

```yaml kubernetes=1.33
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

From 1.34 on, the API server itself refuses this, and another rule reports it:

```yaml kubernetes=1.34
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [RWO]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.validation.claim import ACCESS_ONCE_POD_MINOR
from stslint.kubernetes.values.edits import replacement
from stslint.kubernetes.values.spellings import nearest_value
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS219"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"
FIELDS = ("volumeClaimTemplates",)

REFUSED_SINCE = 34
ONE_POD = "ReadWriteOncePod"
MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", ONE_POD)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    minor = number(bundle.kubernetes_version)
    if minor >= REFUSED_SINCE:
        return
    for claim in claim_templates(stateful_set):
        modes = claim.at("spec.accessModes")
        if not modes.elements():
            yield Problem(
                modes,
                f"the claim `{claim.at('metadata.name').string()}` requests no access mode: "
                "the API server refuses it, and no pod is created",
                help="set `accessModes: [ReadWriteOnce]`",
            )
        yield from _unknown(modes)
        if minor < ACCESS_ONCE_POD_MINOR:
            yield from _too_early(modes, bundle.kubernetes_version)
        yield from _not_alone(modes)


def _unknown(modes: Node) -> Iterator[Answer]:
    for mode in modes.elements():
        written = mode.string()
        if written not in MODES:
            meant = nearest_value(written, MODES)
            yield Problem(
                mode,
                f"`{written}` is not an access mode: the API server refuses the claim, and no pod is created",
                help=f"did you mean `{meant}`?" if meant else f"use one of {', '.join(MODES)}",
                fix=_fix(mode, meant) if meant else None,
            )


def _too_early(modes: Node, version: str) -> Iterator[Answer]:
    for mode in modes.elements():
        if mode.value == ONE_POD:
            yield Problem(
                mode,
                f"`{ONE_POD}` requires Kubernetes 1.{ACCESS_ONCE_POD_MINOR} or later, not {version}: "
                "the API server refuses the claim, and no pod is created",
                help="use `ReadWriteOnce`",
            )


def _not_alone(modes: Node) -> Iterator[Answer]:
    for mode in modes.elements():
        if mode.value == ONE_POD and len({one.string() for one in modes.elements()} & set(MODES)) > 1:
            yield Problem(
                mode,
                f"`{ONE_POD}` cannot be combined with other access modes: "
                "the API server refuses the claim, and no pod is created",
                help="remove the other modes, or this one",
            )


def _fix(mode: Node, meant: str) -> Fix:
    note = "claim templates are immutable: a live StatefulSet must be deleted with --cascade=orphan first"
    return Fix(f"use `{meant}`", (replacement(mode, meant),), note=note)
