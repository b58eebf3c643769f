"""With `fsGroup`, the kubelet changes the ownership of every file each time a pod starts.

Before the containers start, the kubelet assigns each file of the volume to the group. With millions of files
this takes minutes to hours, at every restart, and the rollout waits that long.
`fsGroupChangePolicy: OnRootMismatch` does it only if the root directory of the volume has the wrong owner.

> By default, Kubernetes recursively changes ownership and permissions for the contents of each volume to
> match the fsGroup specified in a Pod's securityContext when that volume is mounted. For large volumes,
> checking and changing ownership and permissions can take a lot of time, slowing Pod startup.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      securityContext:
        fsGroup: 999  # error: each time a pod starts
      containers:
      - name: db
        image: postgres:17.2
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql}
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      securityContext:
        fsGroup: 999
        fsGroupChangePolicy: OnRootMismatch
      containers:
      - name: db
        image: postgres:17.2
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql}
  volumeClaimTemplates:
  - metadata:
      name: data
```

Without claims there are few files to change:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      securityContext:
        fsGroup: 999
      containers:
      - name: web
        image: nginx:1.29
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import pod_spec
from stslint.kubernetes.queries.storage import claim_mounts
from stslint.kubernetes.values.edits import insertion, replacement
from stslint.rule_api import Answer, Bundle, Fix, Node, Problem

ID = "STS214"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"
FIELDS = ("fsGroup",)

POLICY = "OnRootMismatch"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    context = pod_spec(stateful_set).get("securityContext")
    group, policy = context.get("fsGroup"), context.get("fsGroupChangePolicy")
    if not group or policy.value == POLICY:
        return
    claims = sorted({mount.get("name").string() for _, mount in claim_mounts(stateful_set)})
    if claims:
        yield Problem(
            group,
            f"the kubelet changes the group of every file on `{'`, `'.join(claims)}` each time a pod starts",
            help=f"add `fsGroupChangePolicy: {POLICY}`",
            fix=_fix(group, policy),
        )


def _fix(group: Node, policy: Node) -> Fix | None:
    text = f"fsGroupChangePolicy: {POLICY}"
    edit = replacement(policy, POLICY) if policy else insertion(group, text)
    if edit is None or (policy.present and not policy):
        return None
    return Fix(f"set `{text}`", (edit,), safe=False, note="a changed template restarts the pods")
