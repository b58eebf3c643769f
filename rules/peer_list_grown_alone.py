"""The list of members grows, but the replicas do not: the cluster counts members that do not exist.

Members that vote need a majority of the list, and not of the pods. With five names in the list and three
pods, all three must be available: the rollout that brings the new list to the pods restarts one of them, and
the cluster has no majority until it is back. Members also try to reach the missing ones again and again.

> For the ZooKeeper service to be active, there must be a majority of non-failing machines that can
> communicate with each other.

The rule compares the texts of variables, arguments and mounted ConfigMaps with the names of the pods. It is a
warning for settings that are known to hold all members ([known
applications](https://stslint.github.io/stslint/applications/)), and info for other applications and for
lists that only a member with an empty data folder reads.

## Bad

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: z
spec:
  serviceName: z
  replicas: 3
  template:
    spec:
      containers:
      - name: z
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=z-0.z server.2=z-1.z server.3=z-2.z
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: z
spec:
  serviceName: z
  replicas: 3
  template:
    spec:
      containers:
      - name: z
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=z-0.z server.2=z-1.z server.3=z-2.z server.4=z-3.z server.5=z-4.z  # error: 3 of
```

## Good

```yaml old
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: z
spec:
  serviceName: z
  replicas: 3
  template:
    spec:
      containers:
      - name: z
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=z-0.z server.2=z-1.z server.3=z-2.z
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: z
spec:
  serviceName: z
  replicas: 5
  template:
    spec:
      containers:
      - name: z
        image: zookeeper:3.9.3
        env:
        - name: ZOO_SERVERS
          value: server.1=z-0.z server.2=z-1.z server.3=z-2.z server.4=z-3.z server.5=z-4.z
```

## Not checked

A list in a mounted file is compared only if its ConfigMap is in both manifests. Members outside of the
StatefulSet are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import is_quorum
from stslint.applications.peer_lists import PeerList, named_ordinals, peer_lists
from stslint.kubernetes.queries.objects import (
    all_containers,
    first_ordinal,
    is_stateful_set,
    name,
    ordinals_in_words,
    replicas,
)
from stslint.rule_api import Answer, Bundle, Document, Node, Problem, Related

ID = "STS724"
SEVERITY = "warning"
SOURCE = "https://zookeeper.apache.org/doc/current/zookeeperAdmin.html#sc_CrossMachineRequirements"

FEWEST = 2
"""A single name is rarely a list of members."""


def check_bundles(old: Bundle, new: Bundle) -> Iterator[Answer]:
    for document in new.of_kind("StatefulSet"):
        before = old.find("StatefulSet", document.namespace, document.name)
        if before is None or before.fragment or document.fragment or document.context:
            continue
        root = document.root
        if is_stateful_set(root) and 0 < replicas(root) <= replicas(before.root) and name(root):
            yield from _grown(before, document, old, new)


def _grown(before: Document, after: Document, old: Bundle, new: Bundle) -> Iterator[Answer]:
    was = {container.get("name").string(): container for container in all_containers(before.root)}
    for container in all_containers(after.root):
        same = was.get(container.get("name").string())
        if same is None:
            continue
        lists = [named_ordinals(one.text, before.root) for one in peer_lists(same, before.root, old)]
        most = max((max(named) for named in lists if len(named) >= FEWEST), default=None)
        told: set[int] = set()
        for peers in peer_lists(container, after.root, new) if most is not None else ():
            added = _added(peers, most, before.root, after.root)
            if added and peers.read_by != "first" and id(peers.node) not in told:
                told.add(id(peers.node))
                yield _problem(peers, added, after.root, new)


def _added(peers: PeerList, most: int | None, before: Node, after: Node) -> range | None:
    """Returns the pods after the last one that a list names newly, if it names all pods."""
    named, start = named_ordinals(peers.text, after), first_ordinal(after)
    end = start + replicas(after)
    if most is None or not set(range(start, end)) <= named or max(named) <= most:
        return None
    return range(max(end, most + 1), max(named) + 1) if max(named) >= end else None


def _problem(peers: PeerList, added: range, after: Node, bundle: Bundle) -> Problem:
    count, listed = replicas(after), added[-1] + 1 - first_ordinal(after)
    missing = ordinals_in_words(name(after), range(first_ordinal(after) + count, added[-1] + 1))
    verb = "does" if listed - count == 1 else "do"
    return Problem(
        peers.node,
        f"the list of members grows to {listed}, but {missing} {verb} not exist: "
        f"{_consequence(peers, count, listed, is_quorum(after, bundle))}",
        help=f"set `replicas: {listed}` in the same change, or keep the list until the pods exist",
        severity=None if peers.setting and peers.read_by == "all" else "info",
        related=(Related(after.at("spec.replicas"), "the number of replicas"),),
    )


def _consequence(peers: PeerList, count: int, listed: int, quorum: bool) -> str:
    if peers.read_by == "new":
        return "a member that loses its data does not start again with this list"
    if quorum and count <= listed // 2:
        return "the pods that exist are no longer a majority"
    if quorum:
        return f"{listed // 2 + 1} of the {count} pods must be available for a majority"
    return "the members try to reach what is not there"
