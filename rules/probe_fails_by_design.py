"""A probe fails in a state in which the application works as intended: its pods restart or never get ready.

Some endpoints report a role or a state, not whether the process works: a standby, a replica or a sealed store
answers with an error. Others need a login, or a program that newer images no longer have. As a liveness
probe, such a request restarts healthy members again and again. As a readiness probe, it keeps them out of the
Service, and a rollout waits for them forever.

The rule knows the endpoints of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). See the [report of sealed
pods](https://github.com/hashicorp/vault-helm/issues/180).

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: vault
        image: hashicorp/vault:1.18.3
        livenessProbe:
          httpGet:
            path: /v1/sys/health?standbyok=true  # error: 503 while it is sealed
            port: 8200
        readinessProbe:
          httpGet:
            path: /v1/sys/health  # error: a standby answers 429
            port: 8200
```

The image no longer has the program:

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
        image: mongo:6.0.19
        readinessProbe:
          exec:
            command: [mongo, --eval, "db.adminCommand('ping')"]  # error: only `mongosh` since 6.0
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vault
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: vault
        image: hashicorp/vault:1.18.3
        livenessProbe:
          httpGet:
            path: /v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204
            port: 8200
        readinessProbe:
          httpGet:
            path: /v1/sys/health?standbyok=true
            port: 8200
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.roles import matches
from stslint.applications.startup import certain_facts
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.objects import containers, replicas
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS433"
SEVERITY = "warning"
SOURCE = "https://developer.hashicorp.com/vault/api-docs/system/health"
FIELDS = ("exec", "httpGet")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    several = replicas(stateful_set) > 1
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        facts = list(certain_facts(known, "probe_limits")) if known is not None else []
        told: set[int] = set()
        for fact in facts:
            for name in fact["probes"] if several or not fact.get("several") else ():
                asked = _asked(container.get(name))
                if fact.get("needs_login") and _logs_in(container.get(name)):
                    continue
                if asked and id(asked) not in told and matches(fact["text"], as_text(asked)):
                    told.add(id(asked))
                    kind = name.removesuffix("Probe")
                    yield Problem(asked, f"this {kind} probe fails: {fact['why']}", help=fact["instead"])


def _logs_in(probe: Node) -> bool:
    """Returns whether a request has a header that authorizes it; commands are not requests."""
    headers = probe.at("httpGet.httpHeaders").elements()
    known = any(header.get("name").string().lower() == "authorization" for header in headers)
    return known or not probe.get("httpGet")


def _asked(probe: Node) -> Node:
    command = probe.at("exec.command")
    return command if command else probe.at("httpGet.path")
