"""A command or value uses shell syntax, but no shell reads it: the text stays as it is.

The kubelet starts a command directly and does not expand `${NAME}`, `$NAME`, backticks or `$(command)`, and
it passes `&&`, `|` and `>` on as arguments. It only replaces `$(NAME)` with a variable of the container.
The application gets the text, takes it for a name, and fails or uses it as the name of a folder.

> In some cases, you need your command to run in a shell. For example, your command might consist of several
> commands piped together, or it might be a shell script. To run your command in a shell, wrap it like this:
> `command: ["/bin/sh"]`, `args: ["-c", "while true; do echo hello; sleep 10;done"]`

Some applications replace `${NAME}` themselves, and an entry point can be a script. Therefore `$NAME` and
`${NAME}` are reported as info, and only if the container defines the variable. Operators as separate
arguments are certain if `command` names a program that is not a shell. The rule does not look into scripts.

## Bad

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
        - --name=$POD_NAME  # error: use `$(POD_NAME)`
        - --host=$(hostname -f)  # error: no shell runs `hostname -f`
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: ADDRESS
          value: $POD_NAME.log  # error: use `$(POD_NAME)`
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: log
spec:
  template:
    spec:
      initContainers:
      - name: prepare
        image: busybox:1.37
        command: [mkdir, -p, /data/log, "&&", chown, "1000", /data/log]  # error: argument of `mkdir`
```

## Good

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
        command: [sh, -c, "mkdir -p /data/log && exec /bin/log --name=${POD_NAME} --host=$(hostname -f)"]
        env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: ADDRESS
          value: $(POD_NAME).log
        - name: PATTERN
          value: ^${OTHER}$
```
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from stslint.kubernetes.queries.expansion import may_run_shell, own_names
from stslint.kubernetes.queries.objects import all_containers
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS515"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/#run-a-command-in-a-shell"

OPERATORS = frozenset(("&&", "||", "|", ">", ">>", "2>&1"))
_SHELL = pattern(r"(?<!\$)\$\{([A-Za-z_]\w*)\}|(?<!\$)\$([A-Za-z_]\w*)")
_COMMAND = pattern(r"(?<!\$)\$\(([a-z][\w./-]*(?:\s[^()]*)?)\)")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        names = frozenset(own_names(container)) | {"HOSTNAME"}
        if not may_run_shell(container):
            yield from _words(container, names)
        elif not container.get("command"):
            for word in container.get("args").elements():
                if not _is_script(word) and " " not in word.string():
                    yield from _variables(word, names - {"HOSTNAME"})
        for entry in container.get("env").elements():
            value = entry.get("value")
            if entry.get("name").string() not in _names(value) and not _is_script(value):
                yield from _variables(value, names - {"HOSTNAME"})


def _words(container: Node, names: frozenset[str]) -> Iterator[Answer]:
    words = [*container.get("command").elements(), *container.get("args").elements()]
    program = basename(words[0].string())
    for word in words:
        text = word.string()
        if text in OPERATORS and word.key != 0:
            fault = f"no shell runs: `{text}` is an argument of `{program}`"
            yield Problem(
                word, fault, help="use `command: [sh, -c, ...]` with the whole script in one argument"
            )
            return
        called = _COMMAND.search(text)
        if called and called.group(1) not in names and len(text) < 200:
            fault = f"no shell runs `{called.group(1)}`: `{program}` gets the text `{called.group()}`"
            yield Problem(word, fault, help="use `command: [sh, -c, ...]`, or a variable from a `fieldRef`")
        else:
            yield from _variables(word, names)


def _variables(node: Node, names: frozenset[str]) -> Iterator[Answer]:
    for name in _names(node):
        if name in names:
            instead = (
                f"use `$({name})`"
                if name != "HOSTNAME"
                else "use a variable from `fieldRef`, as `$(POD_NAME)`"
            )
            fault = f"the kubelet does not replace `{name}` in this form, and no shell reads it: {instead}"
            help = f"{instead}, with the variable defined before this value in `env`"
            yield Problem(node, fault, help=help, severity="info")
            return


def _names(node: Node) -> list[str]:
    return [one or other for one, other in _SHELL.findall(node.string())]


def _is_script(value: Node) -> bool:
    """Returns whether a value is longer text, such as a script that a program evaluates."""
    return "\n" in value.string() or ";" in value.string()
