"""No container mounts a volume claim template: it stays empty, and data is lost with the container.

The controller creates the claim, and the volume is attached and paid for, but the application writes to the
writable layer of the container, which is deleted when the container restarts. The API server does not check
this.

> Every claim in this list must have at least one matching (by name) volumeMount in one container in the
> template.

A container can also use the claim as a raw block device. A claim that only an init container mounts may be
intended, so it is reported as info.

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
        image: postgres:17.2
  volumeClaimTemplates:
  - metadata:
      name: data  # error: no container mounts the claim `data`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      initContainers:
      - name: prepare
        image: busybox:1.37
        volumeMounts:
        - {name: data, mountPath: /data}
      containers:
      - name: db
        image: postgres:17.2
  volumeClaimTemplates:
  - metadata:
      name: data  # error: only init containers mount
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
        image: postgres:17.2
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
        volumeDevices:
        - {name: raw, devicePath: /dev/xvda}
  volumeClaimTemplates:
  - metadata:
      name: data
  - metadata:
      name: raw
```

A sidecar is an init container that keeps running:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      initContainers:
      - name: backup
        image: registry.example.com/backup:3
        restartPolicy: Always
        volumeMounts:
        - {name: dumps, mountPath: /dumps}
      containers:
      - name: db
        image: postgres:17.2
  volumeClaimTemplates:
  - metadata:
      name: dumps
```

A mount that refers to a name that does not exist is the actual mistake, and the API server reports it:

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
        image: postgres:17.2
        volumeMounts:
        - {name: dta, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import (
    all_containers,
    claim_templates,
    containers,
    sidecars,
)
from stslint.kubernetes.queries.storage import claim_names, used_names, volumes
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS201"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"
)
FIELDS = ("volumeClaimTemplates",)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    used = used_names(all_containers(stateful_set))
    if not containers(stateful_set) or used - claim_names(stateful_set) - set(volumes(stateful_set)):
        return
    running = used_names([*containers(stateful_set), *sidecars(stateful_set)])
    for claim in claim_templates(stateful_set):
        name = claim.at("metadata.name")
        if name.string() and name.string() not in running:
            yield _problem(name, name.string() in used)


def _problem(name: Node, prepared: bool) -> Problem:
    if prepared:
        fault = f"only init containers mount the claim `{name.string()}`: the application does not see it"
    else:
        fault = f"no container mounts the claim `{name.string()}`: data is lost when the container restarts"
    help = "add a `volumeMounts` entry with that name, or remove the claim template"
    return Problem(name, fault, help=help, severity="info" if prepared else None)
