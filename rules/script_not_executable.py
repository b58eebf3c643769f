"""A program from a ConfigMap or Secret is run, but its file is not executable.

The kubelet writes the files of these volumes with mode 0644 unless the volume says otherwise. Running such
a file fails with `permission denied`, for root as well: the container does not start, or the probe always
fails. A shell or interpreter that gets the file as an argument only reads it.

> If you don't specify any permissions, `0644` is used by default.

The rule reports programs in `command`, in probes and in hooks, and in scripts of `sh -c` at the beginning of
a command. It cannot see which programs a script in an image runs.

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
        command: [/scripts/start.sh]  # error: mode 0644
        livenessProbe:
          exec:
            command: [sh, -c, "test -f /tmp/up && /scripts/alive.sh"]  # error: `/scripts/alive.sh`
        volumeMounts:
        - {name: scripts, mountPath: /scripts}
      volumes:
      - name: scripts
        configMap:
          name: queue-scripts
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
        command: [/scripts/start.sh]
        livenessProbe:
          exec:
            command: [sh, /other/alive.sh]
        readinessProbe:
          exec:
            command: [/one/ready.sh]
        volumeMounts:
        - {name: scripts, mountPath: /scripts}
        - {name: other, mountPath: /other}
        - {name: one, mountPath: /one}
      volumes:
      - name: scripts
        configMap:
          name: queue-scripts
          defaultMode: 0555
      - name: other
        configMap:
          name: queue-scripts
      - name: one
        projected:
          sources:
          - configMap:
              name: queue-scripts
              items:
              - {key: ready.sh, path: ready.sh, mode: 0555}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from posixpath import basename

from stslint.kubernetes.queries.direct_commands import hook_commands, probe_commands
from stslint.kubernetes.queries.file_modes import file_mode
from stslint.kubernetes.queries.objects import all_containers
from stslint.kubernetes.queries.shell import SHELLS
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS553"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/configuration/secret/#set-posix-permissions-for-secret-keys"
FIELDS = ("volumes",)

_COMMANDS = pattern(r"(?:\A|[;&|\n(]|\bexec\b|\bthen\b|\bdo\b|!)[^\S\n]*(/[\w./-]+)")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        command, args = container.get("command").elements(), container.get("args").elements()
        yield from _run(
            [*command, *args] if command else [], container, stateful_set, "the container does not start"
        )
        for asked in probe_commands(container).values():
            yield from _run(asked.elements(), container, stateful_set, "the probe always fails")
        for hook in hook_commands(container).values():
            yield from _run(hook.elements(), container, stateful_set, "the hook always fails")


def _run(words: list[Node], container: Node, root: Node, effect: str) -> Iterator[Answer]:
    for word, program in _programs(words):
        mode = file_mode(program, container, root)
        if mode is not None and not mode & 0o111:
            yield Problem(
                word,
                f"`{program}` is on a volume with mode {mode:04o}, and nobody can run it: {effect}",
                help="set `defaultMode: 0555` in the volume, or run it with an interpreter: "
                f"`[sh, {program}]`",
            )
            return


def _programs(words: list[Node]) -> Iterator[tuple[Node, str]]:
    """Yields the programs that a command runs, as far as it names them with their folder."""
    if not words:
        return
    first = words[0].string()
    if basename(first) not in SHELLS:
        yield words[0], first
        return
    for flag, script in pairwise(words[1:]):
        if flag.string().startswith("-") and flag.string().endswith("c"):
            yield from ((script, program) for program in _COMMANDS.findall(script.string()))
            return
