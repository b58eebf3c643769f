"""The user of a container changed, and its data belongs to the old one.

Files on a claim keep their owner. A process with another user cannot write to them, unless `fsGroup` gives
its group the right to, and some databases refuse a data folder that another user owns even then.

> The server must be started by the user that owns the data directory.

The rule compares `runAsUser` of the old and the new manifest for containers with a claim. It is silent if
the new user is root, or if an init container of the pod changes the owner of files. For an application that
is not in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)), the finding is info. See the [report of a changed
user](https://github.com/bitnami/charts/issues/4228).

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      securityContext:
        runAsUser: 999
        fsGroup: 999
      containers:
      - name: db
        image: postgres:16.6
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
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
      securityContext:
        runAsUser: 1001  # error: from 999 to 1001
        fsGroup: 1001
      containers:
      - name: db
        image: postgres:16.6
        volumeMounts:
        - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      securityContext:
        runAsUser: 999
      containers:
      - name: queue
        image: registry.example.com/queue:2
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata:
      name: data
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      securityContext:
        runAsUser: 1001
        fsGroup: 1001
      containers:
      - name: queue
        image: registry.example.com/queue:2
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata:
      name: data
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import matched_containers
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.objects import init_containers, pod_spec
from stslint.kubernetes.queries.placement import lasting_mounts
from stslint.kubernetes.queries.security import effective
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS732"
SEVERITY = "warning"
SOURCE = "https://www.postgresql.org/docs/current/server-start.html"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    if any("chown" in as_text(one.get(part)) for one in init_containers(new) for part in ("command", "args")):
        return
    shared = bool(pod_spec(new).at("securityContext.fsGroup"))
    for before, after in matched_containers(old, new):
        user, was = effective("runAsUser", after, new), effective("runAsUser", before, old)
        if not user or not was or user.value in (was.value, 0) or was.value == 0:
            continue
        known = application_of(after, bundle)
        owned = next((fact for fact, _ in known.facts("owner")), None) if known is not None else None
        if not lasting_mounts(after, new) or (shared and owned is None):
            continue
        why = (
            owned["why"] if owned is not None else "without `fsGroup`, the new user cannot write to the files"
        )
        yield Problem(
            user,
            f"the user changes from {was.text} to {user.text}, and the files on the claim keep their owner: "
            f"{why}",
            help="keep the old user, or change the owner once in an init container that runs as root: "
            f"`chown -R {user.text} FOLDER`",
            severity=None if known is not None else "info",
            related=(Related(was, "the previous user"),),
        )
