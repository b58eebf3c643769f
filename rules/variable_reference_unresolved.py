"""A `$(NAME)` refers to a variable that is not defined, or only later: the text stays as it is.

The kubelet replaces `$(NAME)` in `command`, `args` and `env` with variables of the container. In `env`,
only those that come before the value count. Other references are not an error: the application gets the
text `$(NAME)`, takes it for a name or an address, and does not start or does not find its peers. Variables
of the image and of other containers do not count.

> When the environment variable is undefined or only includes some variables, the undefined environment
> variable is treated as a normal string, such as `UNCHANGED_REFERENCE`.

In the commands of probes, the kubelet knows only variables with a literal `value`: a `$(NAME)` of one with
`valueFrom` becomes an empty text. In the commands of lifecycle hooks, it replaces nothing at all. A shell
in these commands reads `$(NAME)` as a command, so `$NAME` is right there.

A reference that is not defined anywhere is reported if it is in capitals, if all sources in `envFrom` are
in the checked files, and if no shell reads it: in a script, `$(name)` is a command. The variables of
Services, and those that a kustomization replaces, count as defined. If an application itself replaces
`$(NAME)`, write `$$(NAME)`.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      containers:
      - name: main
        image: rabbitmq:4.0.4
        env:
        - name: RABBITMQ_NODENAME
          value: rabbit@$(POD_NAME).queue.default.svc.cluster.local  # error: `POD_NAME` is defined only later
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/log:1
        command:
        - /bin/log
        - --name=$(POD_NAME)  # error: `POD_NAME` is not defined
        env:
        - name: PATH
          value: $(PATH):/opt/log  # error: `PATH` is not defined
```

A probe and a hook:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/log:1
        env:
        - name: POD_IP
          valueFrom: {fieldRef: {fieldPath: status.podIP}}
        readinessProbe:
          exec:
            command: [/bin/ready, "--host=$(POD_IP)"]  # error: becomes empty
        lifecycle:
          preStop:
            exec:
              command: [/bin/leave, "$(POD_IP)"]  # error: in a hook
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      containers:
      - name: main
        image: rabbitmq:4.0.4
        command: [sh, -c, "NAME=$(hostname) ID=$(POD_ID) exec run $(KUBERNETES_SERVICE_HOST)"]
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: RABBITMQ_NODENAME
          value: rabbit@$(POD_NAME).queue
        - name: TEMPLATE
          value: $$(NOT_REPLACED)
```

A source of variables is not in the checked files:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: queue
spec:
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com/queue:1
        args: [--zone=$(ZONE)]
        envFrom:
        - configMapRef: {name: zone}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.direct_commands import hook_commands, probe_commands
from stslint.kubernetes.queries.expansion import (
    given_names,
    is_given_elsewhere,
    may_run_shell,
    own_names,
    references,
)
from stslint.kubernetes.queries.objects import all_containers
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS514"
SEVERITY = "warning"
SOURCE = (
    "https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/"
)
FIELDS = ("env", "command", "args")

_CAPITALS = pattern(r"[A-Z][A-Z0-9_]*\Z")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        yield from _in_values(container, bundle)
        yield from _in_words(container, bundle)
        yield from _in_probes(container)
        yield from _in_hooks(container)


def _in_values(container: Node, bundle: Bundle) -> Iterator[Answer]:
    if not any("$(" in entry.text for entry in env_entries(container)):
        return
    names = own_names(container)
    given = given_names(container, bundle)
    for place, entry in enumerate(env_entries(container)):
        value = entry.value
        for name in references(entry.text):
            if (
                name in names[:place]
                or (given is not None and name in given)
                or is_given_elsewhere(name, bundle)
            ):
                continue
            if name in names[place + 1 :] and given is not None:
                yield Problem(
                    value,
                    f"`{name}` is defined only later in `env`: the value keeps the text `$({name})`",
                    help=f"move the entry `{name}` before this one",
                )
            elif given is not None and _CAPITALS.match(name):
                yield _undefined(value, name)


def _in_words(container: Node, bundle: Bundle) -> Iterator[Answer]:
    if not container.get("command") and not container.get("args"):
        return
    given = given_names(container, bundle)
    if given is None or (container.get("command") and may_run_shell(container)):
        return
    known = given | set(own_names(container))
    for word in (*container.get("command").elements(), *container.get("args").elements()):
        if "\n" in word.string() or " " in word.string():
            continue
        for name in references(word.string()):
            if name not in known and _CAPITALS.match(name) and not is_given_elsewhere(name, bundle):
                yield _undefined(word, name)


def _in_probes(container: Node) -> Iterator[Answer]:
    commands = probe_commands(container)
    unknown = {entry.name for entry in env_entries(container) if entry.source} if commands else ()
    for word in (word for command in commands.values() for word in command.elements()):
        name = next((one for one in references(word.string()) if one in unknown), None)
        if name is not None:
            yield Problem(
                word,
                f"`$({name})` becomes empty in a probe, because the kubelet knows only literal values there",
                help=f"use a shell with `${name}`: `command: [sh, -c, ...]`",
            )


def _in_hooks(container: Node) -> Iterator[Answer]:
    commands = hook_commands(container)
    known = set(own_names(container)) if commands else ()
    for word in (word for command in commands.values() for word in command.elements()):
        name = next((one for one in references(word.string()) if one in known), None)
        if name is not None:
            yield Problem(
                word,
                f"the kubelet does not replace `$({name})` in a hook: the text stays as it is",
                help=f"use a shell with `${name}`: `command: [sh, -c, ...]`",
            )


def _undefined(node: Node, name: str) -> Problem:
    return Problem(
        node,
        f"`{name}` is not defined in `env` of this container: the text `$({name})` stays as it is",
        help=f"define `{name}` in `env`, before the values that use it, or write "
        f"`$$({name})` if the application reads it",
    )
