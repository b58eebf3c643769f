"""Two sets make claims of the same name, and so their pods share one volume.

A claim is called `<claim template>-<set>-<ordinal>`, and dashes are allowed in both names: `alpha-beta` of
the set `petset` and `alpha` of the set `beta-petset` are both `alpha-beta-petset-0`. The second set adopts
the first one's claim without a word.

Reported as kubernetes/kubernetes#41153, and still open.

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

Their ordinals never meet:

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

from collections.abc import Iterator

from stslint.kubernetes.queries.governing import describe
from stslint.kubernetes.queries.objects import claim_templates, first_ordinal, name, replicas
from stslint.kubernetes.queries.selection import Scope, certainly_deployed_together, scope_of
from stslint.model import Answer, Bundle, Node, Problem, Related

ID = "STS217"
SEVERITY = "error"
SOURCE = "https://github.com/kubernetes/kubernetes/issues/41153"

_Owners = dict[tuple[Scope, str], dict[str, tuple[Node, Node]]]


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    scope, owners = scope_of(stateful_set, bundle), bundle.derived(_owners)
    for claim in claim_templates(stateful_set):
        for other, theirs in owners.get((scope, _stem(claim, stateful_set)), {}).values():
            ordinal = _shared_ordinal(stateful_set, other)
            if name(other) != name(stateful_set) and ordinal is not None:
                yield Problem(
                    claim.at("metadata.name"),
                    f"`{_stem(claim, stateful_set)}-{ordinal}` is also a claim of {describe(other)}: "
                    "their pods share one volume",
                    help="name the claim template or the set otherwise, before either is live",
                    severity=None if certainly_deployed_together(stateful_set, other, bundle) else "info",
                    related=(Related(theirs, "its claim template"),),
                )
                break


def _stem(claim: Node, stateful_set: Node) -> str:
    return f"{claim.at('metadata.name').string()}-{name(stateful_set)}"


def _shared_ordinal(one: Node, other: Node) -> int | None:
    start = max(first_ordinal(one), first_ordinal(other))
    end = min(first_ordinal(one) + replicas(one), first_ordinal(other) + replicas(other))
    return start if start < end else None


def _owners(bundle: Bundle) -> _Owners:
    """Returns by scope and stem of claims, and by their names, the sets that make such claims."""
    owners: _Owners = {}
    for document in bundle.of_kind("StatefulSet"):
        for claim in claim_templates(document.root):
            key = scope_of(document.root, bundle), _stem(claim, document.root)
            owners.setdefault(key, {}).setdefault(document.name, (document.root, claim))
    return owners
