"""This change can block the rollout: if the new pods never become ready, a revert alone is not enough.

With `OrderedReady`, the controller waits for the pod that it has just replaced, even if the template was
corrected long ago. This change affects what decides whether a pod becomes ready: image, command,
environment or a probe. The message says whether an image goes to another major, minor or patch version, if
its tags are version numbers. Before you apply it, plan how to recover and know which pod you would have to
delete by hand.

> Due to a known issue [...] After reverting the template, you must also delete any Pods that StatefulSet
> had already attempted to run with the bad configuration.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.28  # error: the rollout stops at web-2
```

The pods at or above the partition are updated, from the highest down:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  ordinals:
    start: 5
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
        readinessProbe:
          tcpSocket: {port: 80}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  ordinals:
    start: 5
  updateStrategy:
    rollingUpdate:
      partition: 2
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
        readinessProbe:  # error: web-7
          tcpSocket: {port: 8080}
```

## Good

The change does not affect whether a pod becomes ready:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    metadata:
      annotations:
        checked: monday
    spec:
      containers:
      - name: web
        image: nginx:1.27
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    metadata:
      annotations:
        checked: tuesday
    spec:
      containers:
      - name: web
        image: nginx:1.27
```

With `Parallel`, a revert is enough:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  podManagementPolicy: Parallel
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  podManagementPolicy: Parallel
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.28
```

The partition keeps every pod on the old revision:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.27
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 3
  updateStrategy:
    rollingUpdate:
      partition: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.28
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import called, matched_containers
from stslint.kubernetes.queries.kubectl import kubectl, quoted
from stslint.kubernetes.queries.objects import (
    all_containers,
    home_namespace,
    is_parallel,
    replicas,
    update_type,
)
from stslint.kubernetes.values.digits import number_of
from stslint.rule_api import Answer, Bundle, Node, Problem, Related, pattern, pods_stuck_after_revert

ID = "STS711"
SEVERITY = "info"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback"

_DECISIVE = ("image", "command", "args", "env", "envFrom", "readinessProbe", "livenessProbe", "startupProbe")
_TAG = pattern(r":v?(\d+(?:\.\d+)*)(?:[-+_]\S*)?\Z")


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    if is_parallel(new) or update_type(new) != "RollingUpdate" or not replicas(new) or not replicas(old):
        return
    changed = next(_changes(old, new), None)
    if changed is None:
        return
    stuck = pods_stuck_after_revert(old, new, bundle.kubernetes_version)
    if stuck:
        where, was = changed
        command = kubectl(f"delete pod {quoted(stuck[0])}", home_namespace(new, bundle))
        yield Problem(
            where,
            f"{_step(where, was)}if the new pods never become ready, the rollout stops at {stuck[0]}, "
            "and a revert alone is not enough",
            help=f"to recover, revert this change and then run `{command}`{_way_back(old, new, bundle)}",
            related=(Related(was, "the previous value"),),
        )


def _way_back(old: Node, new: Node, bundle: Bundle) -> str:
    """Returns what a revert does not bring back: an old version may not read the data then."""
    for before, after in matched_containers(old, new):
        was, known = application_of(before, bundle), application_of(after, bundle)
        if was is None or known is None or before.get("image").value == after.get("image").value:
            continue
        if was.upgrade_to(known).outcome in ("one-way", "refused"):
            return (
                f"; back up the data of {called(was)} before: after a start of the new version, the old one "
                "does not read it"
            )
    return ""


def _step(new: Node, old: Node) -> str:
    """Returns how far the version of an image goes, as text, or nothing if the tags do not say it."""
    after, before = _version(new), _version(old)
    if new.key != "image" or not after or not before or after == before:
        return ""
    size = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 2)
    back = "back to an earlier" if after < before else "a new"
    return f"{back} {('major', 'minor')[size] if size < 2 else 'patch'} version: "


def _version(image: Node) -> tuple[int, ...]:
    found = _TAG.search(image.string().partition("@")[0])
    return tuple(number_of(part) for part in found.group(1).split(".")) if found else ()


def _changes(old: Node, new: Node) -> Iterator[tuple[Node, Node]]:
    """Yields each changed field that decides whether a pod becomes ready, as it is now and as it was."""
    before = {container.get("name").value: container for container in all_containers(old)}
    for container in all_containers(new):
        was = before.get(container.get("name").value)
        if was is None:
            yield container, old.at("spec.template.spec.containers")
            continue
        for field in _DECISIVE:
            if container.get(field).plain() != was.get(field).plain():
                yield container.get(field), was.get(field)
