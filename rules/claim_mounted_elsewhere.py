"""Another workload mounts the claim of a pod: it starts only on the node of that pod.

A volume with `ReadWriteOnce` is attached to one node. A Job, a CronJob or a Deployment that mounts the claim
of a StatefulSet's pod is scheduled to any node, and then waits there with `Multi-Attach error`. The other way
round is worse: if the pod moves to another node while the other workload still has the volume, the pod of
the database waits. With `ReadWriteOncePod`, the second pod never starts.

> `ReadWriteOnce`: the volume can be mounted as read-write by a single node.

The rule is silent if the other workload is kept on the node of the pod by a required `podAffinity` for
`kubernetes.io/hostname` or by its `nodeName`, if the claim can be shared, and if the storage class is local,
because the scheduler then chooses the node of the volume. It cannot see classes that are not in the checked
files.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: db
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  jobTemplate:
    spec:
      template:
        spec:
          volumes:
          - name: data
            persistentVolumeClaim:
              claimName: data-db-0  # error: the pod `db-0` uses this claim
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: db
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  jobTemplate:
    spec:
      template:
        spec:
          affinity:
            podAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
              - labelSelector:
                  matchLabels:
                    app: db
                topologyKey: kubernetes.io/hostname
          volumes:
          - name: data
            persistentVolumeClaim:
              claimName: data-db-0
```

A claim that can be shared, and one that no pod uses:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: files
spec:
  replicas: 1
  volumeClaimTemplates:
  - metadata:
      name: shared
    spec:
      accessModes: [ReadWriteMany]
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
---
apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  template:
    spec:
      volumes:
      - name: shared
        persistentVolumeClaim:
          claimName: shared-files-0
      - name: old
        persistentVolumeClaim:
          claimName: data-files-7
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.indexes import CREATED_CLAIMS
from stslint.kubernetes.queries.objects import (
    WORKLOAD_TEMPLATES,
    claim_templates,
    home_namespace,
    is_pod_of,
    is_stateful_set,
    pod_spec,
)
from stslint.kubernetes.queries.references import named_claims
from stslint.kubernetes.queries.selection import certainly_deployed_together
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS227"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"
KINDS = tuple(WORKLOAD_TEMPLATES)
FIELDS = ("persistentVolumeClaim",)

LOCAL = ("no-provisioner", "local", "hostpath", "topolvm")
"""Parts of the names of classes and provisioners whose volumes are on one node: the scheduler goes there."""


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    if _stays_with_the_pod(root):
        return
    for claim in named_claims(root):
        owner = _owner(claim.string(), home_namespace(root, bundle), bundle)
        if owner is None:
            continue
        stateful_set, template, pod = owner
        if stateful_set is root or _can_be_shared(template, bundle):
            continue
        if certainly_deployed_together(root, stateful_set, bundle):
            yield Problem(
                claim,
                f"the pod `{pod}` uses this claim, which only one node can attach: on another "
                "node, this workload or that pod waits with `Multi-Attach error`",
                help="keep both on one node with a required `podAffinity` for `kubernetes.io/hostname`, or "
                "copy the data over the network or from a snapshot",
                related=(Related(template, "the claim template"),),
            )


def _owner(claim: str, namespace: str, bundle: Bundle) -> tuple[Node, Node, str] | None:
    """Returns the StatefulSet, the claim template and the pod of the claim that has a name."""
    found = None
    for document in bundle.found(CREATED_CLAIMS, (namespace, claim.rpartition("-")[0])):
        if is_stateful_set(document.root) and not document.fragment:
            for template in claim_templates(document.root):
                start = f"{template.at('metadata.name').string()}-"
                pod = claim.removeprefix(start)
                if claim.startswith(start) and is_pod_of(pod, document.root):
                    found = (document.root, template, pod)
    return found


def _stays_with_the_pod(root: Node) -> bool:
    spec = pod_spec(root)
    terms = spec.at("affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution").elements()
    near = any(term.get("topologyKey").string() == "kubernetes.io/hostname" for term in terms)
    return bool(
        near or spec.get("nodeName") or "kubernetes.io/hostname" in spec.get("nodeSelector").entries()
    )


def _can_be_shared(claim: Node, bundle: Bundle) -> bool:
    modes = {mode.string() for mode in claim.at("spec.accessModes").elements()}
    if modes & {"ReadWriteMany", "ReadOnlyMany"} or not modes:
        return True
    name = claim.at("spec.storageClassName").string()
    found = bundle.find("StorageClass", "", name)
    provisioner = found.root.get("provisioner").string() if found is not None else ""
    return any(part in provisioner or part in name for part in LOCAL)
