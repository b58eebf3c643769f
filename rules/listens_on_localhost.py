"""The server listens on the loopback address only: neither probes nor other pods reach it.

`127.0.0.1` in a container is the pod itself. Clients and members are refused, and a probe of the kubelet as
well, because it connects to the address of the pod. Some servers use the loopback address unless a setting
says otherwise, and only the entry point of their image changes that.

> This server is bound to localhost. Remote systems will be unable to connect to this server.

The rule knows the settings of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). For other images, it reports an option whose name
contains `listen` or `bind`, with a port of the container. It is silent if a second container of a single pod
can pass the connections on. See the [report of a MongoDB
cluster](https://github.com/googlecodelabs/feedback/issues/435).

## Bad

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
        image: mongo:7.0.14
        command: [mongod, --replSet, rs0]  # error: without `--bind_ip`
```

The address that others are told:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: kafka
spec:
  template:
    spec:
      containers:
      - name: kafka
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_ADVERTISED_LISTENERS
          value: PLAINTEXT://localhost:9092  # error: tells others
```

In an option:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.17
        args:
        - --listen-client-urls=http://127.0.0.1:2379  # error: only the pod itself
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      containers:
      - name: queue
        image: registry.example.com/queue:2
        args: ["--listen-address=localhost:5000"]  # error: only the pod itself
        ports:
        - containerPort: 5000
```

## Good

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
        image: mongo:7.0.14
        command: [mongod, --replSet, rs0, --bind_ip_all]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: other
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: mongo
        image: mongo:7.0.14
        args: [--replSet, rs0]
```

A second container passes the connections on:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.17
        args:
        - --listen-client-urls=http://127.0.0.1:2379
      - name: proxy
        image: registry.example.com/proxy:1
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.applications.settings import find, words
from stslint.applications.startup import certain_facts, started_programs
from stslint.kubernetes.queries.objects import containers, init_containers, replicas, sidecars
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ID = "STS554"
SEVERITY = "warning"
SOURCE = "https://github.com/bitnami/bitnami-docker-mongodb/issues/88"

LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1", "_local_", "ip6-localhost"))
HELP = "use `0.0.0.0` (or all interfaces, in the words of the application), or the address of the pod"
_SEPARATORS = pattern(r"[,;\s]+")
_HOST = pattern(r"-?(?:[\w+.-]*://)?\[?(::1|[^/\[\]:]+)\]?(?::\d+)?(?:/.*)?\Z")
_OPTION = pattern(
    r"--?(?P<name>[\w.-]*)[= ]\"?(?:\w+://)?(?:127\.0\.0\.1|localhost|\[::1\]):(?P<port>\d+)\"?\Z"
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    all_of_pod = containers(stateful_set)
    alone = len(all_of_pod) == 1 and not init_containers(stateful_set)
    alone = alone or (len(all_of_pod) == 1 and not sidecars(stateful_set))
    for container in all_of_pod:
        known = application_of(container, bundle)
        if known is None:
            yield from _unknown(container) if alone else ()
            continue
        for fact in certain_facts(known, "listens"):
            found = list(known.found(fact))
            texts = [one.text for one in found]
            if not found and (alone or replicas(stateful_set) > 1):
                yield from _by_default(container, fact, bundle)
            elif (
                found
                and (alone or fact.get("advertises"))
                and all(text is not None and _is_loopback(text) for text in texts)
            ):
                yield _told(found[0].node) if fact.get("advertises") else _listening(found[0].node)


def _listening(node: Node) -> Problem:
    fault = "the server listens on the loopback address: only the pod itself reaches it"
    return Problem(node, fault, help=HELP)


def _told(node: Node) -> Problem:
    fault = "the server tells others to connect to the loopback address: each of them then connects to itself"
    return Problem(node, fault, help="use the name of the pod, as in `$(POD_NAME).SERVICE`")


def _by_default(container: Node, fact: Mapping[str, Any], bundle: Bundle) -> Iterator[Answer]:
    programs, unless, settings = fact.get("local_default", ()), fact.get("unless", ()), fact["settings"]
    started = [program for program in started_programs(container)[:12] if program in programs]
    if not started or "docker-entrypoint.sh" in started_programs(container):
        return
    if next(find(container, unless, bundle), None) is None:
        setting = settings[0].partition(":")[2]
        yield Problem(
            container.get("command"),
            f"`{started[0]}` without `{setting}` listens on the loopback address: only the pod itself "
            "reaches it",
            help=f"set `{setting}` to `0.0.0.0`",
        )


def _unknown(container: Node) -> Iterator[Answer]:
    ports = {str(port.get("containerPort").value) for port in container.get("ports").elements()}
    given = words(container)
    for place, word in enumerate(given):
        following = given[place + 1].text if place + 1 < len(given) else ""
        for text in (word.text, f"{word.text} {following}"):
            option = _OPTION.match(text)
            if (
                option
                and option["port"] in ports
                and ("listen" in option["name"] or "bind" in option["name"])
            ):
                yield _listening(word.node)
                break


def _is_loopback(text: str) -> bool:
    parts = [part for part in _SEPARATORS.split(text.strip("[]\"' ")) if part]
    hosts = [match.group(1) if (match := _HOST.match(part)) else part for part in parts]
    return bool(hosts) and all(host.lower() in LOOPBACK for host in hosts)
