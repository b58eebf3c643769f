"""A probe starts a runtime such as Java and has one second for it: it fails whenever the node is busy.

Each call of a tool such as `kafka-topics.sh`, `nodetool` or `rabbitmq-diagnostics` starts a new virtual
machine or runtime, which takes about a second of processor time. `timeoutSeconds` is 1 if it is not set.
The probe passes on an idle node and fails under load: a failed liveness probe then restarts members,
which increases the load of the others.

> `timeoutSeconds`: Number of seconds after which the probe times out. Defaults to 1 second. Minimum value
> is 1.

For any image, it is a warning if the command calls `java`, and info for other runtimes (`python`, `node`),
which start faster. The rule knows the commands of the images in `stslint/applications` ([how to describe
custom images](https://stslint.github.io/stslint/applications/)). It cannot see scripts in the image. A
command that limits itself with `timeout` is not reported.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mq
spec:
  template:
    spec:
      containers:
      - name: mq
        image: rabbitmq:4.0.4
        readinessProbe:
          exec:
            command: [rabbitmq-diagnostics, -q, check_running]  # error: starts Erlang
          periodSeconds: 30
        livenessProbe:
          timeoutSeconds: 1  # error: the liveness probe starts Erlang
          exec:
            command: [rabbitmq-diagnostics, -q, ping]
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ring
spec:
  template:
    spec:
      containers:
      - name: ring
        image: cassandra:5.0
        livenessProbe:
          exec:
            command: [sh, -c, "nodetool info | grep -q running"]  # error: starts Java
```

A runtime in an image that is not known:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        readinessProbe:
          exec:
            command: [java, -jar, /check.jar]  # error: starts Java
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mq
spec:
  template:
    spec:
      containers:
      - name: mq
        image: rabbitmq:4.0.4
        readinessProbe:
          timeoutSeconds: 20
          periodSeconds: 30
          exec:
            command: [rabbitmq-diagnostics, -q, check_running]
        livenessProbe:
          tcpSocket: {port: 5672}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.direct_commands import probe_commands
from stslint.kubernetes.queries.objects import all_containers
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS416"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes"
FIELDS = ("exec",)

RUNTIMES = {
    "java": "Java",
    "node": "Node.js",
    "python": "Python",
    "python3": "Python",
    "ruby": "Ruby",
    "php": "PHP",
}
_RUNTIME = pattern(r"(?:^|[\s;&|(/])(java|node|python3?|ruby|php)\s+[-\w./]")
PROBES = {"livenessProbe": "liveness", "readinessProbe": "readiness", "startupProbe": "startup"}


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        commands = probe_commands(container)
        known = application_of(container, bundle) if commands else None
        for key, command in commands.items():
            probe = container.get(key)
            if probe.get("timeoutSeconds").integer(1) > 1 or "timeout" in as_text(command):
                continue
            found = known.slow_command(probe) if known is not None else None
            told = _of_any_image(command) if found is None else (found.runtime, found.command, found.seconds)
            if told is None:
                continue
            runtime, program, seconds = told
            yield Problem(
                probe.get("timeoutSeconds") if probe.get("timeoutSeconds") else command,
                f"the {PROBES[key]} probe starts {runtime} with `{program}`, but has 1 second "
                "for it: it fails on a busy node",
                help=f"set `timeoutSeconds: {seconds}` and a larger `periodSeconds`, or a probe "
                "that starts no process",
                severity=None if found is not None or runtime == "Java" else "info",
            )


def _of_any_image(command: Node) -> tuple[str, str, int] | None:
    """Returns the runtime that a command starts whatever the image, the program, and the seconds to allow."""
    found = _RUNTIME.search(as_text(command))
    return None if found is None else (RUNTIMES[found.group(1)], found.group(1), 5)
