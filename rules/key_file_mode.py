"""A key file is mounted with permissions that the application refuses, or that keep it from reading the file.

Files of a Secret belong to root and have mode 0644 unless the volume says otherwise. Servers that find a
private key readable for others do not start (`permissions are too open`). A stricter mode alone does not
help: a server that does not run as root can then not read the file, and with `fsGroup`, the kubelet gives its
group the permission to read it again.

> On UNIX systems, the keyfile must not have group or world permissions.

The rule knows such files of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It cannot see files that a script changes.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      securityContext:
        fsGroup: 999
      containers:
      - name: mongo
        image: mongo:7.0.14
        args:
        - --bind_ip_all
        - --keyFile
        - /etc/mongo/keyfile  # error: mode 0644
        volumeMounts:
        - {name: key, mountPath: /etc/mongo}
      volumes:
      - name: key
        secret:
          secretName: mongo-key
```

A stricter mode is not enough:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0.14
        args:
        - --keyFile
        - /etc/mongo/keyfile  # error: user 999 cannot read
        volumeMounts:
        - {name: key, mountPath: /etc/mongo}
      volumes:
      - name: key
        secret:
          secretName: mongo-key
          defaultMode: 0400
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      initContainers:
      - name: key
        image: mongo:7.0.14
        command: [sh, -c, "cp /secret/keyfile /etc/mongo/ && chmod 400 /etc/mongo/keyfile"]
        securityContext:
          runAsUser: 999
        volumeMounts:
        - {name: secret, mountPath: /secret}
        - {name: key, mountPath: /etc/mongo}
      containers:
      - name: mongo
        image: mongo:7.0.14
        args: [--bind_ip_all, --keyFile, /etc/mongo/keyfile]
        securityContext:
          runAsUser: 999
        volumeMounts:
        - {name: key, mountPath: /etc/mongo}
      volumes:
      - name: secret
        secret:
          secretName: mongo-key
      - name: key
        emptyDir: {}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.applications.startup import certain_facts
from stslint.kubernetes.queries.file_modes import file_mode
from stslint.kubernetes.queries.objects import containers, pod_spec
from stslint.kubernetes.queries.security import effective
from stslint.kubernetes.queries.storage import is_below, mount_path, mounts
from stslint.rule_api import Answer, Bundle, Node, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from stslint.applications import Application

ID = "STS558"
SEVERITY = "warning"
SOURCE = "https://www.mongodb.com/docs/manual/core/security-internal-authentication/"
FIELDS = ("volumes",)

GROUP_READS = 0o440
"""What the kubelet adds to the mode of files if the pod has an `fsGroup`."""


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    shared = bool(pod_spec(stateful_set).at("securityContext.fsGroup"))
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        for fact in certain_facts(known, "private_files") if known is not None else ():
            for node, path in _files(known, fact) if known is not None else ():
                mode = file_mode(path, container, stateful_set)
                if mode is not None and known is not None:
                    yield from _judged(node, path, mode | (GROUP_READS if shared else 0), fact, known)


def _judged(
    node: Node, path: str, mode: int, fact: Mapping[str, Any], known: Application
) -> Iterator[Answer]:
    forbidden, user = int(fact["forbidden"], 8), _user(known)
    if mode & forbidden:
        fault = f"`{path}` has mode {mode:04o}: {fact['why']}"
    elif user and not mode & 0o044:
        fault = f"`{path}` has mode {mode:04o} and belongs to root: user {user} cannot read it"
    else:
        return
    copied = "copy the file in an init container of the same user to an `emptyDir`, with `chmod 400`"
    help = copied if forbidden & 0o040 else "set `defaultMode: 0440` in the volume and `fsGroup` for the pod"
    yield Problem(node, fault, help=help)


def _files(known: Application, fact: Mapping[str, Any]) -> Iterator[tuple[Node, str]]:
    for found in known.found(fact):
        if found.text and found.text.startswith("/"):
            yield found.node, found.text
    for path in fact.get("paths", ()):
        for mount in mounts(known.container):
            if is_below(path, mount_path(mount)):
                yield mount, path


def _user(known: Application) -> int:
    """Returns the user of the server, or zero if it is root or not known."""
    root = known.container.root
    own = effective("runAsUser", known.container, root)
    if own:
        return own.integer()
    user = known.user()
    if user is None or (known.container.get("command") and user.starts_as_root):
        return 0
    return user.uid
