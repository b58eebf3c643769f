"""Too few PersistentVolumes in the checked files fit the claims, and nothing creates others.

A claim of a class with the provisioner `kubernetes.io/no-provisioner`, or of the class `""`, is bound only
to a volume that exists: with the same class and volume mode, at least the requested size, all requested
access modes, and a node that the `nodeSelector` of the pods allows. A volume is bound to one claim. Claims
without a volume stay `Pending`, and so do their pods: with `OrderedReady`, all pods that come after the
first one.

> Claims will remain unbound indefinitely if a matching volume does not exist. Claims will be bound as
> matching volumes become available.

If pods may not share a node, volumes on fewer nodes than pods do not help either. The rule is silent if no
PersistentVolume is in the checked files: a provisioner of local volumes creates them later. Without
`--complete`, other files can contain more of them, so the finding is info. Volumes that other StatefulSets
use are counted as well.

## Bad

```yaml complete
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: local
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk-0
spec:
  storageClassName: local
  capacity: {storage: 10Gi}
  accessModes: [ReadWriteOnce]
  local: {path: /mnt/disks/d0}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 2
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: local  # error: 2 claims need a PersistentVolume each, and 0 of the checked files fit
      resources: {requests: {storage: 20Gi}}
```

## Good

```yaml complete
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk-0
spec:
  storageClassName: manual
  capacity: {storage: 20Gi}
  accessModes: [ReadWriteOnce, ReadOnlyMany]
  hostPath: {path: /mnt/disks/d0}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: manual
      resources: {requests: {storage: 20Gi}}
```

The class has a provisioner:

```yaml complete
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk-0
spec:
  storageClassName: fast
  capacity: {storage: 10Gi}
  accessModes: [ReadWriteOnce]
  csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 2
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: fast
      resources: {requests: {storage: 20Gi}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, name, pod_spec, replicas, template_labels
from stslint.kubernetes.queries.static_volumes import hosts_of, is_static, misfit
from stslint.kubernetes.values.labels import selector_of
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem, Related

ID = "STS522"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding"
FIELDS = ("volumeClaimTemplates",)

MOST_COMPARED = 200
"""PersistentVolumes that are compared with each claim template."""

SHOWN = 3
"""How many volumes that do not fit a finding names."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    volumes = [each.root for each in bundle.of_kind("PersistentVolume") if not each.fragment]
    claims = [claim for claim in claim_templates(stateful_set) if is_static(claim, bundle)] if volumes else []
    if claims and len(volumes) > MOST_COMPARED:
        yield NotChecked(
            f"more than {MOST_COMPARED} PersistentVolumes are checked: which fit is not compared"
        )
        return
    for claim in claims:
        yield from _checked(claim, volumes, stateful_set, bundle)


def _checked(claim: Node, volumes: list[Node], stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    needed = replicas(stateful_set)
    faults = [(volume, misfit(volume, claim, stateful_set)) for volume in volumes]
    fitting = [volume for volume, fault in faults if not fault]
    if len(fitting) < needed:
        unfit = [(volume, fault) for volume, fault in faults if fault][:SHOWN]
        yield Problem(
            claim.at("spec.storageClassName"),
            f"the {needed} claim{'s need' if needed > 1 else ' needs'} a PersistentVolume "
            f"each, and {len(fitting)} of the "
            "checked files fit: the other pods stay Pending",
            help=_help(needed - len(fitting), unfit),
            severity=None if bundle.complete else "info",
            related=tuple(Related(volume.at("metadata.name"), fault) for volume, fault in unfit),
        )
        return
    hosts = [hosts_of(volume) for volume in fitting]
    known = {host for one in hosts if one is not None for host in one}
    if None not in hosts and len(known) < needed and _one_for_each_node(stateful_set):
        yield Problem(
            claim.at("spec.storageClassName"),
            f"the volumes that fit are on {len(known)} "
            f"node{'s' if len(known) > 1 else ''}, but the anti-affinity "
            f"needs a node for each of the {needed} pods",
            help="add volumes on other nodes, or use `preferredDuringSchedulingIgnoredDuringExecution`",
            severity=None if bundle.complete else "info",
        )


def _help(count: int, unfit: list[tuple[Node, str]]) -> str:
    more = f"add {count} PersistentVolume{'s' if count > 1 else ''} that fit{'' if count > 1 else 's'}"
    reasons = "; ".join(f"`{name(volume)}`: {fault}" for volume, fault in unfit)
    return f"{more}, or correct those that do not ({reasons})" if reasons else more


def _one_for_each_node(stateful_set: Node) -> bool:
    required = pod_spec(stateful_set).at(
        "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"
    )
    for term in required.elements():
        chosen = selector_of(term.get("labelSelector"))
        by_host = term.get("topologyKey").value == "kubernetes.io/hostname"
        if by_host and chosen is not None and chosen.matches(template_labels(stateful_set)):
            return True
    return False
