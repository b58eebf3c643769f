"""A container has `runAsNonRoot: true` but runs as root: the kubelet refuses to start it.

The pod is created and scheduled, and then stays in `CreateContainerConfigError` (`container's runAsUser
breaks non-root policy`, or `container has runAsNonRoot and image will run as root`). A setting of the pod
applies to each container that does not set its own, so an init container that changes the owner of a volume
as user 0 needs `runAsNonRoot: false`.

> `runAsNonRoot`: Indicates that the container must run as a non-root user. If true, the Kubelet will
> validate the image at runtime to ensure that it does not run as UID 0 (root) and fail to start the
> container if it does.

If no `runAsUser` applies, the image decides. The rule knows that for the images in `stslint/applications`
([how to describe custom images](https://stslint.github.io/stslint/applications/)) and for a few base
images, and reports it as info for an image under another name than the publisher's.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 101
      initContainers:
      - name: own-data
        image: busybox:1.37.0
        securityContext:
          runAsUser: 0  # error: `runAsNonRoot: true` applies to `own-data`
      containers:
      - name: main
        image: registry.example.com/log:1
```

The image runs as root:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
      - name: db
        image: postgres:16.6  # error: the image starts as root
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 101
      initContainers:
      - name: own-data
        image: busybox:1.37.0
        securityContext:
          runAsUser: 0
          runAsNonRoot: false
      containers:
      - name: main
        image: postgres:16.6
```

With a user of its own, the image does not decide. `registry.example.com/log` is unknown:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/log:1
        securityContext:
          runAsNonRoot: true
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.base_images import starts_as_root
from stslint.kubernetes.queries.objects import all_containers, pod_spec
from stslint.kubernetes.queries.security import effective
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

ID = "STS518"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1"
FIELDS = ("runAsNonRoot",)

REMEDY = "set `runAsNonRoot: false` for this container, or a `runAsUser` other than 0"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if pod_spec(stateful_set).at("os.name").value == "windows":
        return
    for container in all_containers(stateful_set):
        required = effective("runAsNonRoot", container, stateful_set)
        if required.value is not True:
            continue
        name = container.get("name").string()
        user = effective("runAsUser", container, stateful_set)
        related = (Related(required, "the requirement"),)
        if user:
            if user.integer(-1) == 0:
                fault = (
                    f"`runAsNonRoot: true` applies to `{name}`, which runs as user 0: the "
                    "kubelet refuses to start it"
                )
                yield Problem(user, fault, help=REMEDY, related=related)
            continue
        sure = _image_is_root(container, bundle)
        if sure is not None:
            fault = (
                f"the image starts as root, and `runAsNonRoot: true` applies to `{name}`: "
                "the kubelet refuses it"
            )
            yield Problem(
                container.get("image"),
                fault,
                help=_user(container, bundle),
                severity=None if sure else "info",
                related=related,
            )


def _image_is_root(container: Node, bundle: Bundle) -> bool | None:
    """Returns whether it is certain that the image starts as root, or None if it is not known to."""
    if starts_as_root(container):
        return True
    known = application_of(container, bundle)
    user = known.user() if known is not None else None
    if known is None or user is None or not (user.starts_as_root or user.uid == 0):
        return None
    return known.published and user.certain


def _user(container: Node, bundle: Bundle) -> str:
    known = application_of(container, bundle)
    user = known.user() if known is not None else None
    if user is None or user.uid == 0:
        return "set `runAsUser` to a user other than 0, or `runAsNonRoot: false` for this container"
    return (
        f"set `runAsUser: {user.uid}`, and for its volumes `fsGroup: {user.gid}` in "
        "the pod's `securityContext`"
    )
