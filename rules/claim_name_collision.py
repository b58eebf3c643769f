"""Two StatefulSets create claims of the same name, so their pods share a volume.

A PersistentVolumeClaim of a StatefulSet is named `<claim template>-<StatefulSet>-<ordinal>`, and both names
can contain dashes: `alpha-beta` of the StatefulSet `petset` and `alpha` of the StatefulSet `beta-petset`
both become `alpha-beta-petset-0`. The second StatefulSet silently adopts the claim of the first one.

Reported as kubernetes/kubernetes#41153, which is still open.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: petset
spec:
  volumeClaimTemplates:
  - metadata:
      name: alpha-beta  # error: `alpha-beta-petset-0` is also a claim of StatefulSet `beta-petset`
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: beta-petset
spec:
  volumeClaimTemplates:
  - metadata:
      name: alpha  # error: StatefulSet `petset`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: petset
spec:
  volumeClaimTemplates:
  - metadata:
      name: alpha
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: beta-petset
spec:
  volumeClaimTemplates:
  - metadata:
      name: alpha
```

Their ordinals do not overlap:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: petset
spec:
  replicas: 2
  volumeClaimTemplates:
  - metadata:
      name: alpha-beta
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: beta-petset
spec:
  ordinals:
    start: 10
  volumeClaimTemplates:
  - metadata:
      name: alpha
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from stslint.kubernetes.queries.governing import describe
from stslint.kubernetes.queries.indexes import CLAIMS_IN_SCOPE, claim_stem
from stslint.kubernetes.queries.objects import claim_templates, first_ordinal, name, replicas
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS217"
SEVERITY = "error"
SOURCE = "https://github.com/kubernetes/kubernetes/issues/41153"
FIELDS = ("volumeClaimTemplates",)

_RECENT = 16
"""The templates of so many StatefulSets are kept."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    stems = dict.fromkeys(_stem(claim, stateful_set) for claim in claim_templates(stateful_set))
    owners = {stem: tuple(_owners(stem, stateful_set, bundle)) for stem in stems}
    for claim in claim_templates(stateful_set):
        for other, theirs in owners[_stem(claim, stateful_set)]:
            ordinal = _shared_ordinal(stateful_set, other)
            if ordinal is not None:
                yield Problem(
                    claim.at("metadata.name"),
                    f"`{_stem(claim, stateful_set)}-{ordinal}` is also a claim of {describe(other)}: "
                    "their pods share a volume",
                    help="rename the claim template or the StatefulSet before either StatefulSet is created",
                    severity=None if certainly_deployed_together(stateful_set, other, bundle) else "info",
                    related=(Related(theirs, "its claim template"),),
                )
                break


def _stem(claim: Node, stateful_set: Node) -> str:
    return claim_stem(claim.at("metadata.name").string(), name(stateful_set))


def _shared_ordinal(one: Node, other: Node) -> int | None:
    start = max(first_ordinal(one), first_ordinal(other))
    end = min(first_ordinal(one) + replicas(one), first_ordinal(other) + replicas(other))
    return start if start < end else None


def _owners(stem: str, stateful_set: Node, bundle: Bundle) -> Iterator[tuple[Node, Node]]:
    """Yields the other StatefulSets in the scope, of each name the first, with their claim templates."""
    names = {name(stateful_set)}
    for document in bundle.found(CLAIMS_IN_SCOPE, (scope_of(stateful_set, bundle), stem)):
        if document.name not in names:
            names.add(document.name)
            yield document.root, _templates(document.root)[stem]


@lru_cache(maxsize=_RECENT)
def _templates(stateful_set: Node) -> Mapping[str, Node]:
    """Returns the first claim template of each stem."""
    return {_stem(claim, stateful_set): claim for claim in reversed(claim_templates(stateful_set))}
