"""A claim template asks for an access mode that does not exist, and no claim can be made from it.

Up to Kubernetes 1.33 the API server takes the StatefulSet without looking into its claim templates. The
controller then asks for the claim of the first pod, is refused, and tries again for ever: the set stays at
zero pods with `FailedCreate` events. From 1.34 on the API server refuses the set itself.

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
      accessModes: [RWO]  # error: `RWO` is no access mode
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
      accessModes: [ReadWriteOnec]  # error: is no access mode
  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      - ReadWriteOncePod  # error: alone
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

Up to 1.26 a feature gate that was off kept `ReadWriteOncePod` away:

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
      accessModes: [ReadWriteOncePod]  # error: for Kubernetes 1.27 and later
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

From 1.34 on this is the API server's own refusal, and its own finding:

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
from stslint.model import Answer, Bundle, Fix, Node, Problem

ID = "STS219"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"

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
                f"the claim `{claim.at('metadata.name').string()}` asks for no access mode: "
                "it is refused, and no pod is created",
                help="write `accessModes: [ReadWriteOnce]`",
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
                f"`{written}` is no access mode: the claim is refused, and no pod is created",
                help=f"did you mean `{meant}`?" if meant else f"use one of {', '.join(MODES)}",
                fix=_fix(mode, meant) if meant else None,
            )


def _too_early(modes: Node, version: str) -> Iterator[Answer]:
    for mode in modes.elements():
        if mode.value == ONE_POD:
            yield Problem(
                mode,
                f"`{ONE_POD}` is for Kubernetes 1.{ACCESS_ONCE_POD_MINOR} and later, not {version}: "
                "the claim is refused, and no pod is created",
                help="write `ReadWriteOnce`",
            )


def _not_alone(modes: Node) -> Iterator[Answer]:
    for mode in modes.elements():
        if mode.value == ONE_POD and len({one.string() for one in modes.elements()} & set(MODES)) > 1:
            yield Problem(
                mode,
                f"`{ONE_POD}` must stand alone: the claim is refused, and no pod is created",
                help="drop the other modes, or this one",
            )


def _fix(mode: Node, meant: str) -> Fix:
    note = "claim templates are immutable: a live set must be deleted with --cascade=orphan first"
    return Fix(f"write `{meant}`", (replacement(mode, meant),), note=note)
