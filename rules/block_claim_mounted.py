"""A raw block volume is mounted as a file system, or a file system volume is used as a device.

`volumeMode` decides how a container can use the volume of a claim: `Block` through `volumeDevices` with a
`devicePath`, `Filesystem` (the default) through `volumeMounts` with a `mountPath`. The API server accepts
any combination, but the kubelet then refuses to start the pod.

> When adding a raw block device for a Pod, you specify the device path in the container instead of a mount
> path.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        volumeMounts:
        - name: raw  # error: is a block device
          mountPath: /data
        volumeDevices:
        - name: files  # error: is a file system
          devicePath: /dev/xvda
  volumeClaimTemplates:
  - metadata:
      name: raw
    spec:
      volumeMode: Block
  - metadata:
      name: files
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
      containers:
      - name: db
        image: registry.example.com/db:3
        volumeMounts:
        - name: files
          mountPath: /data
        volumeDevices:
        - name: raw
          devicePath: /dev/xvda
  volumeClaimTemplates:
  - metadata:
      name: raw
    spec:
      volumeMode: Block
  - metadata:
      name: files
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers, claim_templates
from stslint.kubernetes.queries.storage import devices, mounts
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS207"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support"
FIELDS = ("volumeMode", "volumeDevices")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    modes = {
        claim.at("metadata.name").string(): claim.at("spec.volumeMode").string("Filesystem")
        for claim in claim_templates(stateful_set)
    }
    for container in all_containers(stateful_set):
        for mount in mounts(container):
            if modes.get(mount.get("name").string()) == "Block":
                yield _misused(mount.get("name"), "is a block device", "use it in `volumeDevices`")
        for device in devices(container):
            if modes.get(device.get("name").string()) == "Filesystem":
                yield _misused(device.get("name"), "is a file system", "use it in `volumeMounts`")


def _misused(name: Node, fault: str, advice: str) -> Problem:
    return Problem(
        name,
        f"the claim `{name.string()}` {fault} but is not used as one: the pod cannot start",
        help=f"{advice}, or change the `volumeMode` of the claim before the StatefulSet is created",
    )
