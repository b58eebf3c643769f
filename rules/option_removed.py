"""An option is set that this version of the application no longer has: the container does not start.

Servers exit if their command line or configuration has an option that they do not know. Such a start works
for years and fails with an update of the image, often in the middle of a rollout: the first pod does not come
back. Some images exit as well if a variable is set that an older version read.

The rule knows options that the images in `stslint/applications` removed, and since which version ([how to
describe custom images](https://stslint.github.io/stslint/applications/)). It needs the version in the tag,
and sees the command line, variables, and files of ConfigMaps. See the [report of an option that MongoDB
removed](https://github.com/thesandlord/mongo-k8s-sidecar/pull/3).

## Bad

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
        - --bind_ip_all
        - --smallfiles  # error: 4.2 removed
```

In a variable:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      containers:
      - name: queue
        image: rabbitmq:3.13.7
        env:
        - name: RABBITMQ_VM_MEMORY_HIGH_WATERMARK
          value: "0.4"  # error: exits if the variable is set
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
      containers:
      - name: mongo
        image: mongo:7.0.14
        args: [--bind_ip_all]
```

The version still has the option, and the tag does not say a version:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
      - name: old
        image: mongo:4.0.28
        args: [--bind_ip_all, --smallfiles]
      - name: newest
        image: mongo:stable
        args: [--bind_ip_all, --smallfiles]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.matching import called
from stslint.applications.startup import stated
from stslint.kubernetes.queries.objects import containers
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS550"
SEVERITY = "warning"
SOURCE = "https://www.mongodb.com/docs/manual/release-notes/4.2-compatibility/"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        if known is None:
            continue
        for each in stated(known, "removed"):
            kind, _, name = each.found.setting.partition(":")
            place = " in a mounted file" if kind == "key" else ""
            yield Problem(
                each.found.node,
                f"`{name.rstrip('=')}`{place} keeps {called(known)} from starting: {each.fact['why']}",
                help=each.fact["instead"],
                severity=None if known.published else "info",
            )
