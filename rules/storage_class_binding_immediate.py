"""The storage class creates the volume before it is known where the pod can run.

With `volumeBindingMode: Immediate`, which is the default, a volume is created as soon as its claim exists, in
any zone. If a pod can only run on certain nodes, it is possible that none of them can reach the volume. The
pod then stays `Pending`.

> A cluster administrator can address this issue by specifying the WaitForFirstConsumer mode which will
> delay the binding and provisioning of a PersistentVolume until a Pod using the PersistentVolumeClaim is
> created.

## Bad

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: example.com/disks
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        topology.kubernetes.io/zone: eu-1a
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: fast  # error: binds volumes immediately
```

## Good

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: example.com/disks
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      nodeSelector:
        topology.kubernetes.io/zone: eu-1a
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: fast
```

Pods that can run anywhere follow their volumes:

```yaml
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: example.com/disks
volumeBindingMode: Immediate
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: ScheduleAnyway
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: fast
```

## Not checked

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
              - {key: disk, operator: In, values: [ssd]}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      storageClassName: fast
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates, pod_spec
from stslint.rule_api import Answer, Bundle, Node, NotChecked, Problem, Related

ID = "STS209"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode"
FIELDS = ("storageClassName",)

AFFINITIES = ("nodeAffinity", "podAffinity", "podAntiAffinity")
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    classes = [claim.at("spec.storageClassName") for claim in claim_templates(stateful_set)]
    named = [class_name for class_name in classes if class_name.string()]
    bound = _bound_to_nodes(pod_spec(stateful_set)) if named else ""
    for class_name in named if bound else ():
        found = bundle.find("StorageClass", "", class_name.string())
        if found is None:
            yield NotChecked("the storage classes that the claims refer to are not in the checked files")
        elif found.root.get("volumeBindingMode").string("Immediate") == "Immediate":
            yield Problem(
                class_name,
                f"the storage class `{class_name.string()}` binds volumes immediately, but `{bound}` limits "
                "where the pod can run: its volume may be elsewhere",
                help="use a class with `volumeBindingMode: WaitForFirstConsumer`",
                related=(Related(found.root.get("volumeBindingMode"), "the storage class"),),
            )


def _bound_to_nodes(spec: Node) -> str:
    """Returns the field that limits the pods to certain nodes, or an empty string."""
    if spec.get("nodeSelector").entries():
        return "nodeSelector"
    affinity = spec.get("affinity")
    for kind in AFFINITIES if affinity else ():
        if affinity.get(kind).get(REQUIRED):
            return kind
    for spread in spec.get("topologySpreadConstraints").elements():
        if spread.get("whenUnsatisfiable").value == "DoNotSchedule":
            return "topologySpreadConstraints"
    return ""
