"""The preStop hook sleeps for the whole grace period, so the process is killed without being asked to stop.

The grace period begins before the hook runs. When the hook takes all of it, the process gets SIGTERM
together with two seconds more, and then SIGKILL: a database recovers at its next start as after a crash.

> The Pod's termination grace period countdown begins before the PreStop hook is executed, so regardless of
> the outcome
> of the handler, the container will eventually terminate within the Pod's termination grace period.

Only a sleep whose length stands in the command is looked at. The API server itself compares the `sleep`
action.

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
              command: [sleep, "30"]  # error: 30 seconds
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
              command:  # error: 90 seconds
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

A loop ends when its condition does:

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
from stslint.model import Answer, Bundle, Node, Problem

ID = "STS502"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution"

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
                f"the hook sleeps {seconds:g} seconds of a grace period of {grace}: the process is killed "
                "before it can stop",
                help=f"set `terminationGracePeriodSeconds` to more than {seconds:g} plus the time of a clean "
                "stop, or sleep less",
            )
