"""A name of more than 52 characters leaves too little space for the revision hash, and no pod can be created.

Each pod gets the label `controller-revision-hash`, which consists of the name of the StatefulSet, a dash and
a hash of up to 10 characters. The value of a label has at most 63 characters. The API server accepts the
StatefulSet, but the controller then fails to create pods. The length of the hash depends on the template, so
a name of 53 or 54 characters may work until the next rollout.

> Valid label value: must be 63 characters or less (can be empty)

The name cannot be changed later, because the claims are named after it.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgresql-primary-cluster-for-the-billing-team-production1  # error: 59 characters
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgresql-primary-cluster-for-the-billing-team-prod1  # error: most templates cannot create a pod
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgresql-primary-cluster-for-the-billing-team-prod
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.values.names import LABEL_LENGTH, LABEL_VALUE_LENGTH
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS101"
SEVERITY = "error"
SOURCE = "https://github.com/kubernetes/kubernetes/issues/64023"
FRAGMENTS = True

HASH_LENGTH = 10
LONGEST = LABEL_VALUE_LENGTH - 1 - HASH_LENGTH
LONGER_REFUSED_SINCE = 28


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    name = stateful_set.at("metadata.name")
    length = len(name.string())
    if length > LABEL_LENGTH and number(bundle.kubernetes_version) >= LONGER_REFUSED_SINCE:
        return
    if length > LONGEST:
        yield Problem(
            name,
            f"a name of {length} characters leaves too little space for the hash in the revision label of "
            f"the pods, which has at most 63 characters: {_consequence(length)}",
            help=f"use at most {LONGEST} characters",
        )


def _consequence(length: int) -> str:
    # A 32-bit hash has 10 characters in three of four cases, and fewer than 9 in one of forty.
    return "no pod can be created" if length > LONGEST + 2 else "most templates cannot create a pod"
