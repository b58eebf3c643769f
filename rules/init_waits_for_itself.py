"""An init container waits for a pod or Service of its own StatefulSet, which starts only after it.

The containers of a pod start when its init containers have finished, and a Service sends connections only
to pods that are Ready. If the first pod waits for its own Service, or under `OrderedReady` for a pod that is
created later, it waits forever: no pod of the StatefulSet ever starts after a full shutdown. The same is true
for a `postStart` hook, because a pod is not Ready before the hook has finished.

> Init containers always run to completion.

The rule reports loops (`until`, `while`) that connect to a name of the own StatefulSet. It is silent for a
script with a condition, which can exempt the first pod, for lookups of names that
`publishNotReadyAddresses` publishes earlier, and for a Service that selects other pods as well.

## Bad

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    metadata:
      labels:
        app: db
    spec:
      initContainers:
      - name: wait
        image: busybox:1.36.1
        command: [sh, -c, "until nc -z db 5432; do sleep 1; done"]  # error: the own Service `db`
      - name: peer
        image: busybox:1.36.1
        command:
        - sh
        - -c
        - "until nslookup db-1.db; do sleep 1; done"  # error: `db-1`, which is created only after
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  template:
    metadata:
      labels:
        app: db
    spec:
      initContainers:
      - name: wait
        image: busybox:1.36.1
        command: [sh, -c, "until nc -z cache 6379; do sleep 1; done"]
      - name: peer
        image: busybox:1.36.1
        command:
        - sh
        - -c
        - "case $HOSTNAME in *-0) ;; *) until nslookup db-0.db; do sleep 1; done;; esac"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import (
    all_containers,
    first_ordinal,
    init_containers,
    is_parallel,
    name,
    replicas,
)
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import (
    certainly_deployed_together,
    selecting_objects,
    workloads_selected,
)
from stslint.kubernetes.values.digits import number_of
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS315"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/"
FIELDS = ("initContainers", "postStart")

# A condition ends before the next loop begins, so that no text is searched again for each of them.
_LOOP = pattern(
    r"(?:^|[\s;&|(])(?:until|while)\s+(?=\S)((?:(?![\s;&|(](?:until|while)\s).)*?)(?:;|\n)\s*do\b"
)
_CONDITION = pattern(r"(?:^|[\s;&|(])(?:if|case)\s|\[\[?\s|\btest\s|&&\s*(?:exit|break)")
_LOOKUP = pattern(r"\b(?:nslookup|getent|dig|host)\b")
_CONNECT = pattern(
    r"\b(?:nc|ncat|curl|wget|pg_isready|psql|mysqladmin|mysql|mariadb-admin|redis-cli|mongo|mongosh)\b"
    r"|\b(?:etcdctl|cqlsh|rabbitmqctl|kafka-\w+|telnet|ping)\b"
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if not replicas(stateful_set):
        return
    waiting = [
        word
        for container in init_containers(stateful_set)
        if container.get("restartPolicy").value != "Always"
        for part in ("command", "args")
        for word in container.get(part).elements()
    ]
    for container in all_containers(stateful_set):
        waiting += container.at("lifecycle.postStart.exec.command").elements()
    for word in waiting:
        for loop in _loops(word.string()):
            fault = _fault(loop, stateful_set, bundle)
            if fault:
                yield Problem(
                    word,
                    f"it waits for {fault}: after a full shutdown, no pod starts",
                    help="exempt the first pod in the script, as in `case $HOSTNAME in *-0) ;; *) ...;; "
                    "esac`, or let the application wait for its peers itself",
                )
                break


def _loops(script: str) -> list[str]:
    """Returns what the loops of a script wait for, each once; nothing of a script that branches."""
    found = [loop for loop in dict.fromkeys(_LOOP.findall(script)) if "||" not in loop]
    return [] if not found or _CONDITION.search(script) else found


def _fault(loop: str, stateful_set: Node, bundle: Bundle) -> str:
    lookup, connect = bool(_LOOKUP.search(loop)), bool(_CONNECT.search(loop))
    if not (lookup or connect):
        return ""
    stem, first = name(stateful_set), first_ordinal(stateful_set)
    for ordinal in _ordinals(loop, stateful_set):
        if ordinal > first and not is_parallel(stateful_set):
            return f"`{stem}-{ordinal}`, which is created only after `{stem}-{first}` is Ready"
        if connect and ordinal == first:
            return f"`{stem}-{ordinal}`, which waits for itself in the same way"
    for service, published in _own_services(stateful_set, bundle):
        if _names(service, loop) and (connect or not published):
            return f"the own Service `{service}`, which has no pod that is Ready before"
    return ""


def _ordinals(loop: str, stateful_set: Node) -> list[int]:
    """Returns the ordinals of the own pods that a loop names, in order."""
    import re  # few checks get here

    stem, first = re.escape(name(stateful_set)), first_ordinal(stateful_set)
    named = re.findall(rf"(?<![\w.-]){stem}-(0|[1-9][0-9]*)(?![\w-])", loop)
    own = range(first, first + replicas(stateful_set))
    return sorted({number_of(digits) for digits in named if number_of(digits) in own})


def _names(host: str, text: str) -> bool:
    """Returns whether a command connects to a host, and not to a pod of a Service with that name."""
    import re  # few checks get here

    return host in text and re.search(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", text) is not None


def _own_services(stateful_set: Node, bundle: Bundle) -> Iterator[tuple[str, bool]]:
    for owner in selecting_objects(stateful_set, bundle, ("Service",)):
        selected = workloads_selected(owner.selector, scope_of(stateful_set, bundle), bundle)
        alone = all(workload.root is stateful_set for workload in selected)
        if alone and certainly_deployed_together(stateful_set, owner.root, bundle):
            yield name(owner.root), owner.root.at("spec.publishNotReadyAddresses").boolean()
