"""A command is one text with spaces: the container looks for a program of that whole name.

`command` and `args` are lists of words, and no shell splits them. A command in one text fails with
`executable file not found` or `no such file or directory`, and an option together with its value in one
argument is an unknown option for most programs.

> In some cases, you need your command to run in a shell.

A program whose name contains a space is a mistake, and a warning, also in probes and hooks. An option with
its value in one argument is info, because an entry point can split it, and is reported only for a container
without a shell in its command.

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
      - name: queue
        image: registry.example.com/queue:2
        command: [/bin/queue --data /data]  # error: `/bin/queue --data /data`
        readinessProbe:
          exec:
            command: [queue-cli ping]  # error: the probe always fails
      - name: exporter
        image: registry.example.com/exporter:1
        args:
        - --listen :9100  # error: `--listen` and its value
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
      - name: queue
        image: registry.example.com/queue:2
        command: [/bin/queue, --data, /data]
        readinessProbe:
          exec:
            command: [sh, -c, queue-cli ping]
      - name: exporter
        image: registry.example.com/exporter:1
        args: [--listen, ":9100", "--greeting=good morning", "-c 5; exec x"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.direct_commands import hook_commands, probe_commands
from stslint.kubernetes.queries.expansion import may_run_shell
from stslint.kubernetes.queries.objects import all_containers, image_name, pod_spec
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS551"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/#run-a-command-in-a-shell"
FIELDS = ("command", "args")

SPLITS_ITSELF = ("redis", "valkey", "keydb")
"""Parts of the names of images whose program splits its arguments."""

_OPTION = pattern(r"--?[A-Za-z][\w.-]* +[^\s;&|]+\Z")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    if pod_spec(stateful_set).at("os.name").value == "windows":
        return
    for container in all_containers(stateful_set):
        yield from _program(container.get("command"), "the container does not start")
        for command in probe_commands(container).values():
            yield from _program(command, "the probe always fails")
        for command in hook_commands(container).values():
            yield from _program(command, "the hook always fails")
        yield from _options(container)


def _program(command: Node, effect: str) -> Iterator[Answer]:
    word = command.get(0)
    text = word.string()
    if " " in text.strip() and "\\" not in text and "$" not in text.split()[0] and "{{" not in text:
        yield Problem(
            word,
            f"no program has the name `{_short(text)}`, because no shell splits it: {effect}",
            help="write each word as an element of the list, or use `[sh, -c, ...]` with the text "
            "as the last element",
        )


def _options(container: Node) -> Iterator[Answer]:
    command = container.get("command")
    if any(part in image_name(container) for part in SPLITS_ITSELF) or (command and may_run_shell(container)):
        return
    for word in container.get("args").elements():
        if " " in word.string() and _OPTION.match(word.string()):
            option = word.string().split()[0]
            yield Problem(
                word,
                f"`{option}` and its value are one argument: most programs do not know an option of "
                "that name",
                help="write the option and its value as two elements of the list, or join them with `=`",
                severity="info",
            )


def _short(text: str) -> str:
    line = text.strip().splitlines()[0]
    return line if len(line) <= 40 else line[:37] + "..."
