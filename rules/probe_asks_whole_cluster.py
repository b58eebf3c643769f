"""A probe asks for the health of the whole cluster: one broken member makes all pods fail.

A readiness probe decides whether one pod gets traffic. If it asks for the state of the whole cluster, such as
Elasticsearch's `wait_for_status=green`, then each restart of one member takes all members out of the
Services: clients lose the members that work, and with a headless Service that hides pods which are not ready,
the members lose each other. The rollout, which waits for Ready pods, stops. As a liveness probe, it restarts
the members that work. A probe that connects to a Service of its own pods asks any of them, and fails as long
as none is ready.

> The kubelet uses readiness probes to know when a container is ready to start accepting traffic. [...] When a
> Pod is not ready, it is removed from Service load balancers.

The rule knows the probes of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). A script that asks the cluster only once, when the
member starts, is fine. A probe that needs only a majority of the members is reported as liveness probe; as
readiness probe it is info, or not reported if the member cannot work without the majority.

## Bad

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
        readinessProbe:
          httpGet:
            path: /_cluster/health?wait_for_status=green&timeout=1s  # error: not green on any node
            port: 9200
```

A liveness probe that needs a majority, and a probe through a Service:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: etcd
spec:
  selector:
    app: etcd
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  replicas: 3
  template:
    metadata:
      labels:
        app: etcd
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.5.16
        livenessProbe:
          httpGet:
            path: /health  # error: a leader
            port: 2379
        readinessProbe:
          exec:
            command: [etcdctl, "--endpoints=http://etcd:2379", endpoint, status]  # error: Service `etcd`
```

## Good

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
        readinessProbe:
          exec:
            command:
            - sh
            - -c
            - |
              if [ -f /tmp/started ]; then curl -sf http://localhost:9200/; exit; fi
              curl -sf "http://localhost:9200/_cluster/health?wait_for_status=green" && touch /tmp/started
        livenessProbe:
          tcpSocket: {port: 9300}
```

## Not checked

Startup probes, which end when the member has started once, and scripts in the image.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.objects import containers, name, replicas
from stslint.kubernetes.queries.selection import selecting_objects
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS417"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
)
FIELDS = ("exec", "httpGet")

PROBES = {"readinessProbe": "readiness", "livenessProbe": "liveness"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if replicas(stateful_set) < 2:
        return
    for container in containers(stateful_set):
        for key in PROBES:
            probe = container.get(key)
            if probe.get("exec") or probe.get("httpGet"):
                yield from _of_probe(container, key, stateful_set, bundle)


def _of_probe(container: Node, key: str, stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    probe, known = container.get(key), application_of(container, bundle)
    found = known.asks_cluster(probe) if known is not None else None
    if found is not None and found.scope and (found.scope != "leader" or key == "livenessProbe"):
        of_all = found.scope == "all"
        what = "asks for the whole cluster" if of_all else "depends on the other members"
        yield Problem(
            found.node,
            f"the {PROBES[key]} probe {what}: {found.why}{_consequence(key, of_all=of_all)}",
            help="ask only the process itself, for example with a TCP probe of its port",
            severity=None if of_all or key == "livenessProbe" else "info",
        )
        return
    service, node = _asked_service(probe, stateful_set, bundle)
    if node is not None:
        yield Problem(
            node,
            f"the {PROBES[key]} probe asks Service `{service}`, which any of the pods can answer, and none "
            "answers before one is Ready",
            help="ask `localhost` instead of the Service",
        )


def _consequence(key: str, *, of_all: bool) -> str:
    if key == "livenessProbe":
        return ", and the kubelet restarts members that work"
    return ", and no pod gets traffic" if of_all else ""


def _asked_service(probe: Node, stateful_set: Node, bundle: Bundle) -> tuple[str, Node | None]:
    """Returns the Service of the pods that a probe connects to, and where, or no place."""
    command, host = probe.at("exec.command"), probe.at("httpGet.host")
    text = as_text(command) if command else f"{host.string()}:0" if host else ""
    if ":" not in text:
        return "", None
    for service in selecting_objects(stateful_set, bundle, ("Service",)):
        called = name(service.root)
        if service.root.at("spec.publishNotReadyAddresses").boolean() or f"{called}" not in text:
            continue
        import re  # few checks get here

        form = rf"(?:(?<![-\w.$}})])|(?<=://)){re.escape(called)}(?:\.[\w.-]+)?:[0-9]+(?![\w.-])"
        if re.search(form, text):
            return called, command if command else host
    return "", None
