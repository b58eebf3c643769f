"""A command or value uses shell syntax, but no shell reads it: the text stays as it is.

The kubelet starts a command directly and does not expand `${NAME}`, `$NAME`, backticks or `$(command)`, and
it passes `&&`, `|` and `>` on as arguments. It only replaces `$(NAME)` with a variable of the container.
The application gets the text, takes it for a name, and fails or uses it as the name of a folder.

> In some cases, you need your command to run in a shell. For example, your command might consist of several
> commands piped together, or it might be a shell script. To run your command in a shell, wrap it like this:
> `command: ["/bin/sh"]`, `args: ["-c", "while true; do echo hello; sleep 10;done"]`

Forms that only a shell knows (`${NAME##*-}`, backticks, `$(hostname)`) are a warning, and so are operators
as separate arguments. Some applications replace `${NAME}` themselves, and an entry point can be a script.
Therefore `$NAME` and `${NAME}` are reported as info, and in values only if the container defines the
variable, or for `HOSTNAME` if the application is known not to replace it. The commands of probes and of
lifecycle hooks are checked in the same way. The rule does not look into scripts, and a whole command line
as the only word of `command` is reported by STS551.

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

A value that needs a shell, and a hook:

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
        - name: NODE_ID
          value: "`hostname`"  # error: only a shell
        lifecycle:
          preStop:
            exec:
              command: [/bin/drain, "&&", sleep, "5"]  # error: argument of `drain`
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

from stslint.applications import application_of
from stslint.kubernetes.queries.container_env import EnvEntry, env_entries
from stslint.kubernetes.queries.direct_commands import hook_commands, probe_commands
from stslint.kubernetes.queries.expansion import may_run_shell, own_names, runs_shell
from stslint.kubernetes.queries.objects import all_containers
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS515"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/#run-a-command-in-a-shell"
FIELDS = ("env", "command", "args")

OPERATORS = frozenset(("&&", "||", "|", ">", ">>", "2>&1"))
REPLACES = frozenset(
    ("elasticsearch", "opensearch", "keycloak", "nats", "prometheus", "grafana", "grafana-databases")
)
"""Families that replace variables in their settings themselves."""

HELP = "use `command: [sh, -c, ...]` with the whole script in one argument"
_SHELL = pattern(r"(?<!\$)\$\{([A-Za-z_]\w*)\}|(?<!\$)\$([A-Za-z_]\w*)")
_COMMAND = pattern(r"(?<!\$)\$\(([a-z][\w./-]*(?:\s[^()]*)?)\)")
_ONLY_SHELL = pattern(
    r"(?<!\$)\$\{[A-Za-z_]\w*(?:##?|%%?)[^}]{0,200}\}|`(?:hostname|cat|date|id|uname|whoami)\b[^`]*`"
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        names = frozenset(own_names(container)) | {"HOSTNAME"}
        words = [*container.get("command").elements(), *container.get("args").elements()]
        if not may_run_shell(container):
            yield from _words(words, names)
        elif not container.get("command"):
            for word in words:
                yield from _argument(word, names)
        for command in (*probe_commands(container).values(), *hook_commands(container).values()):
            if not runs_shell(command.elements()):
                yield from _words(command.elements(), names)
        for entry in env_entries(container):
            if "$" in entry.text or "`" in entry.text:
                yield from _value(entry, names if _replaces_nothing(container) else names - {"HOSTNAME"})


def _replaces_nothing(container: Node) -> bool:
    """Returns whether an application is known that does not replace variables in its settings."""
    known = application_of(container)
    return known is not None and known.family not in REPLACES


def _argument(word: Node, names: frozenset[str]) -> Iterator[Answer]:
    """Yields what is wrong with an argument of the image's own entry point, which can be a script."""
    if "$" not in word.string() and "`" not in word.string():
        return
    only = None if _is_script(word) else _ONLY_SHELL.search(word.string())
    if only:
        yield _of_a_shell(word, only.group())
    elif not _is_script(word) and " " not in word.string():
        yield from _variables(word, names - {"HOSTNAME"})


def _value(entry: EnvEntry, names: frozenset[str]) -> Iterator[Answer]:
    value = entry.value
    only = None if _is_script(value) else _ONLY_SHELL.search(value.string())
    if only:
        yield _of_a_shell(value, only.group())
    elif entry.name not in _names(value) and not _is_script(value):
        yield from _variables(value, names)


def _words(words: list[Node], names: frozenset[str]) -> Iterator[Answer]:
    text = words[0].string()
    if len(words) == 1 and " " in text.strip():
        return  # a command in one word, which STS551 reports
    program = basename(text)
    for position, word in enumerate(words):
        if word.string() in OPERATORS and position:
            fault = f"no shell runs: `{word.string()}` is an argument of `{program}`"
            yield Problem(word, fault, help=HELP)
            return
        yield from _word(word, program, names)


def _word(word: Node, program: str, names: frozenset[str]) -> Iterator[Answer]:
    text = word.string()
    called, only = _COMMAND.search(text), _ONLY_SHELL.search(text)
    if called and called.group(1) not in names and len(text) < 200:
        fault = f"no shell runs `{called.group(1)}`: `{program}` gets the text `{called.group()}`"
        yield Problem(word, fault, help="use `command: [sh, -c, ...]`, or a variable from a `fieldRef`")
    elif only:
        yield _of_a_shell(word, only.group())
    else:
        yield from _variables(word, names)


def _of_a_shell(node: Node, text: str) -> Problem:
    return Problem(
        node,
        f"only a shell replaces `{text}`, and no shell reads it: the application gets the text as it is",
        help="use `command: [sh, -c, ...]`, or a variable from the label `apps.kubernetes.io/pod-index`",
    )


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
