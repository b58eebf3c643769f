"""The preStop hook sleeps for the whole grace period: the process is killed before it can stop.

The grace period begins before the hook runs. If the hook uses all of it, the process gets SIGTERM and only
two more seconds, and then SIGKILL. A database then has to recover at its next start, as after a crash.

> The Pod's termination grace period countdown begins before the PreStop hook is executed, so regardless of
> the outcome
> of the handler, the container will eventually terminate within the Pod's termination grace period.

The rule checks only a sleep whose duration is part of the command. The `sleep` action is checked by the API
server itself.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.29
        lifecycle:
          preStop:
            exec:
              command: [sleep, "30"]  # error: 30-second sleep
```

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: web
        image: nginx:1.29
        lifecycle:
          preStop:
            exec:
              command:  # error: 90-second sleep
              - /bin/sh
              - -c
              - sleep 1.5m && nginx -s quit
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: web
        image: nginx:1.29
        lifecycle:
          preStop:
            exec:
              command: [/bin/sh, -c, "sleep 15; nginx -s quit"]
```

The duration of a loop depends on its condition:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: broker
spec:
  template:
    spec:
      containers:
      - name: broker
        image: registry.example.com/broker:3
        lifecycle:
          preStop:
            exec:
              command: [/bin/sh, -c, "until drained; do sleep 40; done"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers, pod_spec
from stslint.kubernetes.queries.shell import seconds_asleep
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS502"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution"
FIELDS = ("preStop",)

DEFAULT_GRACE = 30


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    grace = pod_spec(stateful_set).get("terminationGracePeriodSeconds").integer(DEFAULT_GRACE)
    if grace <= 0:
        return
    for container in all_containers(stateful_set):
        command = container.at("lifecycle.preStop.exec.command")
        seconds = seconds_asleep([word.string() for word in command.elements()])
        if seconds is not None and seconds >= grace:
            yield Problem(
                command,
                f"the hook's {seconds:g}-second sleep uses up the {grace}-second grace period: the process "
                "is killed before it can stop",
                help=f"set `terminationGracePeriodSeconds` to more than {seconds:g} plus the time that a "
                "clean shutdown takes, or shorten the sleep",
            )
