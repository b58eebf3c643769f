"""The way in which members talk to each other changes in one step: old and new members do not connect.

A rollout replaces one pod after the other, so members of the old and the new template run side by side. If
the new ones encrypt their connections, or use another port or another way to authenticate, they cannot join
the old ones. The first new pod does not become Ready, and the rollout stops there. With a `partition` or
`OnDelete`, the cluster stays divided.

> You must perform a full cluster restart. Nodes which are configured to use TLS cannot communicate with nodes
> that are using unencrypted networking (and vice-versa).

Many applications have a setting with which members accept both for a while. The rule is silent if such a
setting is there, and for one replica. It knows the settings of the images in `stslint/applications` ([how to
describe custom images](https://stslint.github.io/stslint/applications/)). It cannot see settings that a
script or an unknown file sets.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
        env:
        - {name: node.roles, value: "master,data"}
        - {name: xpack.security.transport.ssl.enabled, value: "false"}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: es
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: es
        image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
        env:
        - {name: node.roles, value: "master,data"}
        - {name: xpack.security.transport.ssl.enabled, value: "true"}  # error: the encryption between members
```

A key file that members without it do not have:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0
        args: ["--replSet=rs0"]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0
        args: ["--replSet=rs0", "--keyFile=/etc/key"]  # error: the authentication between members
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0
        args: ["--replSet=rs0"]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0
        args: ["--replSet=rs0", "--keyFile=/etc/key", "--transitionToAuth"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import SINGLE, application_of, role
from stslint.applications.matching import called, matched_containers
from stslint.kubernetes.queries.objects import is_stateful_set, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import Protocol

ID = "STS726"
SEVERITY = "warning"
SOURCE = "https://www.elastic.co/guide/en/elasticsearch/reference/7.10/configuring-tls.html"


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or before.fragment or document.fragment or document.context:
            continue
        if is_stateful_set(document.root) and min(replicas(before.root), replicas(document.root)) > 1:
            yield from _compared(before.root, document.root, old, new)


def _compared(before: Node, after: Node, old: Bundle, new: Bundle) -> Iterator[Answer]:
    if role(after, new) == SINGLE:
        return
    for one, other in matched_containers(before, after):
        was, known = application_of(one, old), application_of(other, new)
        if was is not None and known is not None and was.family == known.family:
            yield from _changed(was, known)


def _changed(was: Application, known: Application) -> Iterator[Answer]:
    told: set[str] = set()
    previous = {one.setting: one for one in was.protocols()}
    for now in known.protocols():
        one = previous.get(now.setting)
        if one is not None and now.what not in told and _differ(one, now):
            told.add(now.what)
            yield Problem(
                now.node if now.is_set else known.container,
                f"{now.what} of {called(known)} changes in one step, and old and new members do not "
                f"understand each other during the rollout: {now.why}",
                help=now.before or "stop all members, and start them with the new setting",
                related=(Related(one.node, "the previous setting"),),
            )


def _differ(one: Protocol, other: Protocol) -> bool:
    """Returns whether members with these two settings do not understand each other."""
    if one.value is None or other.value is None or one.value == other.value:
        return False
    return not (one.prepared or other.prepared or one.accepts(other.value) or other.accepts(one.value))
