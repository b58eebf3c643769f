"""The pods move to other nodes or zones, but their volumes stay where they are.

A volume of a disk belongs to the zone, or even to the node, in which it was created. If the pods may only run
in another zone, the scheduler finds no node for them (`node(s) had volume node affinity conflict`), and each
pod that the rollout deletes stays Pending. Under `OrderedReady`, the rollout stops there.

> Pods that use a PV will only be scheduled to nodes that are selected by the node affinity.

The rule compares the values that `nodeSelector` and required node affinity allow for zones, regions and host
names, and reports them if old and new values have nothing in common. It is silent without claim templates and
for claims that can be shared. It cannot see volumes that are available in several zones.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        topology.kubernetes.io/zone: eu-west-1a
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        topology.kubernetes.io/zone: eu-west-1b  # error: from `eu-west-1a` to `eu-west-1b`
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: topology.kubernetes.io/zone, operator: In, values: [eu-west-1a]}
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: topology.kubernetes.io/zone, operator: In, values: [eu-west-1a, eu-west-1b]}
  volumeClaimTemplates:
  - metadata:
      name: data
```

The zone of the volumes stays allowed:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        topology.kubernetes.io/zone: eu-west-1a
        disk: slow
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        topology.kubernetes.io/zone: eu-west-1a
        disk: fast
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, pod_spec, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS733"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity"

PLACES = (
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "kubernetes.io/hostname",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
)


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    if not replicas(old) or not any(map(_stays, claim_templates(new))):
        return
    before, after = _allowed(old), _allowed(new)
    for key, node in after.items():
        previous = before.get(key)
        if previous is None or _values(previous) & _values(node):
            continue
        yield Problem(
            node,
            f"the pods move from {_shown(previous)} to {_shown(node)}, and the volumes of their claims stay: "
            "the pods find no node that has them",
            help="keep the old place for these pods, or move the data to new claims first",
            related=(Related(previous, "the previous place"),),
        )


def _stays(claim: Node) -> bool:
    modes = {mode.string() for mode in claim.at("spec.accessModes").elements()}
    return "ReadWriteMany" not in modes


def _allowed(root: Node) -> dict[str, Node]:
    """Returns the value, or the list of values, that the pods may have for each kind of place."""
    spec, found = pod_spec(root), {}
    for key in PLACES:
        if spec.get("nodeSelector").get(key):
            found[key] = spec.get("nodeSelector").get(key)
    required = spec.at("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution")
    terms = required.get("nodeSelectorTerms").elements()
    if len(terms) == 1:  # several terms are alternatives
        for expression in terms[0].get("matchExpressions").elements():
            key = expression.get("key").string()
            if key in PLACES and expression.get("operator").value == "In":
                found.setdefault(key, expression.get("values"))
    return found


def _values(node: Node) -> frozenset[str]:
    return frozenset(each.string() for each in node.elements()) or frozenset((node.string(),))


def _shown(node: Node) -> str:
    return ", ".join(f"`{value}`" for value in sorted(_values(node)))
