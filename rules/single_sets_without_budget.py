"""Members of a cluster are StatefulSets of one pod each, and no PodDisruptionBudget covers them together.

Some charts create a StatefulSet for each member or each zone. A PodDisruptionBudget for one such
StatefulSet can only block a drain or allow it, so node drains can evict several members at the same time,
and with them the majority.

> As an application owner, you can create a PodDisruptionBudget (PDB) for each application. A PDB limits the
> number of Pods of a replicated application that are down simultaneously from voluntary disruptions.

Three or more StatefulSets with one pod, the same images and names that differ only in a number or a zone
count as members of one cluster, if the image is known to form a quorum or the arguments show it
(`--coordinator-id`, `--initial-cluster`). Shards that do not depend on each other are not reported. If no
budgets are among the files, the finding is info, because they can be elsewhere.

## Bad

```yaml complete
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: coordinator-1
spec:
  replicas: 1  # error: coordinator-1, coordinator-2 and coordinator-3
  template:
    metadata: {labels: {app: coordinator, member: one}}
    spec: {containers: [{name: c, image: "memgraph/memgraph:3.12.0", args: [--coordinator-id=1]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: coordinator-2
spec:
  template:
    metadata: {labels: {app: coordinator, member: two}}
    spec: {containers: [{name: c, image: "memgraph/memgraph:3.12.0", args: [--coordinator-id=1]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: coordinator-3
spec:
  template:
    metadata: {labels: {app: coordinator, member: three}}
    spec: {containers: [{name: c, image: "memgraph/memgraph:3.12.0", args: [--coordinator-id=1]}]}
```

## Good

```yaml complete
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: coordinator
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {app: coordinator}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: coordinator-1
spec:
  template:
    metadata: {labels: {app: coordinator, member: one}}
    spec: {containers: [{name: c, image: "memgraph/memgraph:3.12.0", args: [--coordinator-id=1]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: coordinator-2
spec:
  template:
    metadata: {labels: {app: coordinator, member: two}}
    spec: {containers: [{name: c, image: "memgraph/memgraph:3.12.0", args: [--coordinator-id=1]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: coordinator-3
spec:
  template:
    metadata: {labels: {app: coordinator, member: three}}
    spec: {containers: [{name: c, image: "memgraph/memgraph:3.12.0", args: [--coordinator-id=1]}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import is_quorum
from stslint.kubernetes.queries.budgets import budgets_of, has_budgets, wanted
from stslint.kubernetes.queries.commands import words_of
from stslint.kubernetes.queries.indexes import STATEFUL_SETS
from stslint.kubernetes.queries.objects import containers, name, pod_template
from stslint.kubernetes.queries.scopes import Scope, scope_of
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related, pattern

ID = "STS430"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets"

MEMBERS = 3
"""How many members form the smallest cluster that can lose one."""

_NUMBER = pattern(r"-?(?:(?<![0-9])[0-9]+|zone-[a-z0-9]+|[a-z])\Z")
_MEMBER = pattern(
    r"(?i)coordinator-id|initial-cluster|\braft\b|quorum|replset|bootstrap-expect|zone-awareness"
)
"""What the arguments of a member say of its cluster."""

_PARTS = ("coordinator-id", "initial-cluster", "raft", "quorum", "replset", "bootstrap-expect", "zone-aware")
"""One of them is in each text in which the expression is found; they are found much faster."""

_Group = tuple[str, tuple[str, ...]]


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not _needs_majority(stateful_set, bundle):
        return
    group = bundle.derived(_groups, scope_of(stateful_set, bundle)).get(_key(stateful_set), [])
    members = [each for each in group if certainly_deployed_together(stateful_set, each, bundle)]
    if len(members) < MEMBERS or members[0] is not stateful_set or _share_a_budget(members, bundle):
        return
    names = [name(each) for each in members]
    certain = bundle.complete or has_budgets(stateful_set, bundle)
    yield Problem(
        stateful_set.at("spec.replicas"),
        f"no PodDisruptionBudget covers {', '.join(names[:-1])} and {names[-1]} together: "
        "node drains can evict the majority at once",
        help="add a PodDisruptionBudget with `maxUnavailable: 1` that selects a label that all of them have",
        severity=None if certain else "info",
        related=tuple(
            Related(pod_template(each).at("metadata.labels"), "its labels") for each in members[1:]
        ),
    )


def _needs_majority(stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether the image, the arguments or the variables show a member of a majority."""
    if is_quorum(stateful_set, bundle):
        return True
    texts = ("\n".join(words_of(container)) for container in containers(stateful_set))
    return any(_MEMBER.search(text) for text in texts if any(part in text.lower() for part in _PARTS))


def _share_a_budget(members: list[Node], bundle: Bundle) -> bool:
    shared = [set(map(id, budgets_of(each, bundle))) for each in members]
    return bool(set.intersection(*shared))


def _key(stateful_set: Node) -> _Group:
    stem = _NUMBER.sub("", name(stateful_set))
    images = tuple(container.get("image").string() for container in containers(stateful_set))
    return stem, images


def _groups(bundle: Bundle, scope: Scope) -> dict[_Group, list[Node]]:
    found: dict[_Group, list[Node]] = {}
    for document in bundle.found(STATEFUL_SETS, scope):
        one = wanted(document.root, bundle) == 1 and bool(containers(document.root))
        if one and not document.context:
            found.setdefault(_key(document.root), []).append(document.root)
    return found
