"""So many empty members are added at once that they can form a cluster without the old ones.

A member with an empty data folder votes like any other. If the members that are added are a majority of the
list of members, they can elect a leader among themselves, for example while the rollout restarts the old
members. The new cluster is empty: the old members then discard their data, or two clusters exist next to each
other. A number of expected servers (`-bootstrap-expect`) does the same if as many servers are added.

> After the cluster has formed, remove the `cluster.initial_master_nodes` setting from each node's
> configuration and never set it again for this cluster.

Add so few members at a time that each majority contains an old member: from one member to two, and then to
three.

Fewer new members in a list that only the first start of a cluster reads, such as
`cluster.initial_master_nodes`, are reported as info: they take part as soon as old members lose their data.

The rule reads settings of known images ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It cannot see members outside of the StatefulSet,
or data that was copied to the new claims.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=zk-0.zk:2888
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=zk-0.zk:2888 server.2=zk-1.zk:2888 server.3=zk-2.zk:2888  # error: zk-1 and zk-2
```

Servers that each expect to be the only one:

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: consul
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: consul
        image: hashicorp/consul:1.20
        args: [agent, -server, -bootstrap-expect=1]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: consul
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: consul
        image: hashicorp/consul:1.20
        args: [agent, -server, -bootstrap-expect=1]  # error: consul-1 and consul-2
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=zk-0.zk:2888
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: zk
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=zk-0.zk:2888 server.2=zk-1.zk:2888
```

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: consul
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: consul
        image: hashicorp/consul:1.20
        args: [agent, -server, -bootstrap-expect=3]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: consul
spec:
  replicas: 5
  template:
    spec:
      containers:
      - name: consul
        image: hashicorp/consul:1.20
        args: [agent, -server, -bootstrap-expect=3]
```

## Not checked

Members of etcd that are told to form a new cluster are reported by STS722.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import applications, is_quorum
from stslint.applications.peer_lists import named_ordinals
from stslint.kubernetes.queries.objects import (
    first_ordinal,
    is_stateful_set,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.kubernetes.values.digits import number_of
from stslint.rule_api import Answer, Bundle, Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications import Application
    from stslint.applications.facts import Setting

ID = "STS725"
SEVERITY = "warning"
SOURCE = "https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-bootstrap-cluster"


def check_update(old: Node, new: Node, bundle: Bundle) -> Iterator[Answer]:
    before, after = replicas(old), replicas(new)
    if not is_stateful_set(new) or not 0 < before < after or not is_quorum(new, bundle):
        return
    for known in applications(new, bundle):
        yield from _of_members(known, old, new)
        yield from _of_counts(known, old, new)


def _of_members(known: Application, old: Node, new: Node) -> Iterator[Answer]:
    settings, end = known.peer_settings(), first_ordinal(new) + replicas(old)
    if any(one.form == "state" for one in settings):
        return
    for setting in settings:
        named = named_ordinals(setting.text or "", new) if setting.form == "members" else frozenset()
        added = [one for one in named if end <= one < first_ordinal(new) + replicas(new)]
        if first_ordinal(new) in named and 2 * len(added) > len(named):
            yield _problem(setting.node, f"are {len(added)} of {len(named)} members and can", old, new)
            return
        if added and setting.first_start:
            yield _told_to_form(setting, known, added, new)
            return


def _told_to_form(setting: Setting, known: Application, added: list[int], new: Node) -> Problem:
    who = ordinals_in_words(name(new), range(min(added), max(added) + 1))
    verb = "is" if len(added) == 1 else "are"
    return Problem(
        setting.node,
        f"{who} {verb} in the list of those that form a new {known.title} cluster, but the cluster exists",
        help="remove the setting: new members get what they need from the existing cluster",
        severity="info",
        related=(Related(new.at("spec.replicas"), "the new number of replicas"),),
    )


def _of_counts(known: Application, old: Node, new: Node) -> Iterator[Answer]:
    added = replicas(new) - replicas(old)
    for setting in known.peer_settings():
        if setting.form == "count" and setting.first_start and (setting.text or "").isdecimal():
            expected = number_of(setting.text or "0")
            if 0 < expected <= added:
                what = f"start with an empty data folder, expect {expected}, and can"
                yield _problem(setting.node, what, old, new)
                return


def _problem(node: Node, what: str, old: Node, new: Node) -> Problem:
    start, before, after = first_ordinal(new), replicas(old), replicas(new)
    added = ordinals_in_words(name(new), range(start + before, start + after))
    few = max(before - 1, 1)
    return Problem(
        node,
        f"{added} {what if after - before > 1 else what.replace('are ', 'is ', 1)} form a cluster without "
        "the members that have the data",
        help=f"add at most {few} {'member' if few == 1 else 'members'} at a time, and wait until "
        f"{'it has' if few == 1 else 'they have'} joined",
        related=(Related(new.at("spec.replicas"), "the new number of replicas"),),
    )
