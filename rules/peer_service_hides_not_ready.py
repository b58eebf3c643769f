"""Members that look each other up before they are ready do not find each other.

DNS only returns pods that are Ready, unless the headless Service publishes all of them. The members of a
cluster need each other's addresses to become ready, so after a full shutdown each member waits for names
that only appear once the pods are ready.

> publishNotReadyAddresses indicates that any agent which deals with endpoints for this Service should
> disregard any indications of ready/not-ready. The primary use case for setting this field is for a
> StatefulSet's Headless Service to propagate SRV DNS records for its Pods for the purpose of peer
> discovery.

The finding is a warning if the containers name their peers (`web-0.web`) or if a known image forms a
quorum. It is a warning, too, if known settings name only the Service itself (`--seeds=web`), or if the pods
start in parallel and a setting that looks like a list of peers does; with `OrderedReady`, that is info.
Then the Service does not have to be the governing one. For a database that can replicate, it is info about
what can happen, unless Services for the single pods publish their names early. The annotation
`stslint.dev/role` declares the role of an unknown image.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:  # error: `db-0.db` resolves only once the pod is Ready
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: registry.example.com/db:3
        args: ["--join=db-0.db:7000,db-1.db:7000,db-2.db:7000"]
        readinessProbe:
          httpGet: {path: /ready, port: 7001}
```

```yaml
apiVersion: v1
kind: Service
metadata:
  name: etcd
spec:
  clusterIP: None
  publishNotReadyAddresses: false  # error: etcd-0 ... etcd-2
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  serviceName: etcd
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
        readinessProbe:
          httpGet: {path: /health, port: 2379}
```

The manifest does not show whether these pods replicate, so the finding is info:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:  # error: members that look each other up while they start do not find each other
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    spec:
      containers:
      - name: db
        image: mariadb:11.8
        readinessProbe:
          exec: {command: [healthcheck.sh, --connect]}
```

Members that know only the name of the Service:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: ring
spec:  # error: `ring` resolves only to pods that are Ready
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ring
spec:
  serviceName: ring
  replicas: 3
  template:
    spec:
      containers:
      - name: ring
        image: cassandra:5.0
        env:
        - {name: CASSANDRA_SEEDS, value: ring}
        readinessProbe:
          tcpSocket: {port: 9042}
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: etcd
spec:
  clusterIP: None
  publishNotReadyAddresses: true
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: etcd
spec:
  serviceName: etcd
  replicas: 3
  template:
    spec:
      containers:
      - name: etcd
        image: quay.io/coreos/etcd:v3.6.1
        readinessProbe:
          httpGet: {path: /health, port: 2379}
```

Nothing shows that these pods look each other up:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        readinessProbe:
          httpGet: {path: /, port: 80}
```

Each pod has its own Service, and the other pods find it by the name of that Service:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: cache
spec:
  clusterIP: None
---
apiVersion: v1
kind: Service
metadata:
  name: cache-announce-0
spec:
  publishNotReadyAddresses: true
  selector:
    statefulset.kubernetes.io/pod-name: cache-0
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  serviceName: cache
  replicas: 3
  template:
    spec:
      containers:
      - name: cache
        image: redis:8.0
        readinessProbe:
          exec: {command: [redis-cli, ping]}
```

The manifest declares that each pod works on its own:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: consul
spec:
  clusterIP: None
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: consul
  annotations:
    stslint.dev/role: single
spec:
  serviceName: consul
  replicas: 3
  template:
    spec:
      containers:
      - name: consul
        image: hashicorp/consul:1.21.0
        args: [agent, -server]
        readinessProbe:
          exec: {command: [consul, members]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import QUORUM, REPLICATED, applications, role
from stslint.kubernetes.queries.config_maps import environment, mounted_texts
from stslint.kubernetes.queries.governing import checked_pairs, is_headless, pairing_severity, report_node
from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import (
    containers,
    first_ordinal,
    home_namespace,
    is_parallel,
    is_stateful_set,
    name,
    pod_range,
    replicas,
)
from stslint.kubernetes.queries.pod_dns import pod_references, service_references, texts
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import first_selected
from stslint.kubernetes.values.edits import insertion
from stslint.rule_api import Answer, Bundle, Document, Edit, Fix, Node, Problem, Severity, pattern

ID = "STS108"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec"
KINDS = ("StatefulSet", "Service")
FIELDS = ("clusterIP", "readinessProbe")

POD_NAME = "statefulset.kubernetes.io/pod-name"

_WORD = pattern(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?")


def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
    for stateful_set, service in checked_pairs(root, bundle):
        if _hides(service) and _waits(stateful_set):
            told = _told(stateful_set, service, bundle)
            yield from (_problem(root, service, *told),) if told else ()
    if root.get("kind").value != "Service" or not _hides(root):
        return
    for stateful_set in _selected(root, bundle):
        if _waits(stateful_set):
            found = _by_service(stateful_set, root, bundle)
            yield from (_problem(root, root, *found),) if found else ()


def _hides(service: Node) -> bool:
    return is_headless(service) and not service.at("spec.publishNotReadyAddresses").boolean()


def _selected(service: Node, bundle: Bundle) -> Iterator[Node]:
    """Yields the StatefulSets that name a Service which selects their pods and does not govern them."""
    selector, wanted = selector_of_object(service), name(service)
    if selector is None:
        return
    for workload in first_selected(selector, scope_of(service, bundle), bundle):
        root = workload.root
        if not is_stateful_set(root) or root.at("spec.serviceName").string() == wanted:
            continue
        if wanted in bundle.derived(_words, bundle.document_of(root)):
            yield root


def _words(bundle: Bundle, stateful_set: Document) -> frozenset[str]:
    """Returns each word of a StatefulSet's settings, which can be the name of a Service."""
    return frozenset(word for text in _settings(stateful_set.root, bundle) for word in _WORD.findall(text))


def _settings(stateful_set: Node, bundle: Bundle) -> Iterator[str]:
    yield from (node.string() for node in texts(stateful_set))
    yield from mounted_texts(stateful_set, bundle)
    for container in containers(stateful_set):
        if container.get("envFrom"):
            yield from environment(container, stateful_set, bundle).values.values()


def _problem(root: Node, service: Node, fault: str, severity: Severity | None) -> Problem:
    published = service.at("spec.publishNotReadyAddresses")
    return Problem(
        report_node(root, published),
        fault,
        help="set `publishNotReadyAddresses: true` in the headless Service",
        severity=severity,
        fix=_fix(service) if service is root else None,
    )


def _told(stateful_set: Node, service: Node, bundle: Bundle) -> tuple[str, Severity | None] | None:
    kind, peer = role(stateful_set, bundle), _peer(stateful_set, name(service))
    subject = f"`{peer}` resolves" if peer else f"the names of {pod_range(stateful_set)} resolve"
    late = f"{subject} only once {'the pod is' if peer else 'the pods are'} Ready:"
    if peer or kind == QUORUM:
        return f"{late} members cannot find each other while they start", pairing_severity(
            stateful_set, service, bundle
        )
    by_service = _by_service(stateful_set, service, bundle)
    if by_service:
        return by_service
    key = home_namespace(stateful_set, bundle), name(stateful_set)
    if kind == REPLICATED and key not in bundle.derived(_announced):
        return f"{late} members that look each other up while they start do not find each other", "info"
    return None


def _by_service(stateful_set: Node, service: Node, bundle: Bundle) -> tuple[str, Severity | None] | None:
    """Returns the problem of members that look each other up by the name of the Service alone."""
    found = _known_reference(stateful_set, name(service), bundle)
    asked = found or next((text for _, text in service_references(stateful_set, name(service))), "")
    if not asked:
        return None
    sure = found or is_parallel(stateful_set)
    return (
        f"`{asked}` resolves only to pods that are Ready: members that start do not find each other by it",
        pairing_severity(stateful_set, service, bundle) if sure else "info",
    )


def _known_reference(stateful_set: Node, service_name: str, bundle: Bundle) -> str:
    """Returns the Service's name as it is in a setting that is known to name peers."""
    import re  # few checks get here

    form = re.compile(rf"(?<![-\w.$}})]){re.escape(service_name)}(?:\.[a-z][\w-]*)*(?![-\w.])")
    for known in applications(stateful_set, bundle):
        for setting in known.peer_settings():
            found = (
                form.search(setting.text or "") if setting.form in ("seeds", "members", "service") else None
            )
            if found is not None:
                return found[0]
    return ""


def _announced(bundle: Bundle) -> frozenset[tuple[str, str]]:
    """Returns the namespace and name of the StatefulSets whose pods have Services that publish them early."""
    early = (each for each in bundle.of_kind("Service") if _names_early(each.root))
    pods = ((each.home, each.root.at("spec.selector").get(POD_NAME).string()) for each in early)
    return frozenset((where, pod.rpartition("-")[0]) for where, pod in pods)


def _names_early(service: Node) -> bool:
    return service.at("spec.publishNotReadyAddresses").boolean()


def _waits(stateful_set: Node) -> bool:
    return replicas(stateful_set) > 1 and any(one.get("readinessProbe") for one in containers(stateful_set))


def _peer(stateful_set: Node, service_name: str) -> str:
    found = [peer for peer in pod_references(stateful_set) if peer.service == service_name]
    first = first_ordinal(stateful_set)
    if not found:
        return ""
    if not is_parallel(stateful_set) and all(peer.ordinal == first for peer in found):
        return ""  # the one seed is the pod that starts first: it is Ready before another pod asks for it
    return found[0].text


def _fix(service: Node) -> Fix | None:
    published, address = service.at("spec.publishNotReadyAddresses"), service.at("spec.clusterIP")
    text = "publishNotReadyAddresses: true"
    edit = Edit(published.span, "true") if published else insertion(address, text)
    if edit is None or (published.present and not published):
        return None
    return Fix(f"set `{text}`", (edit,), safe=False, note="DNS then also returns pods that are not ready")
