"""A container runs as root without the capabilities that it needs to change users or owners.

Entry points of many databases start as root, give the data folder to the user of the server and change to
that user. With `drop: [ALL]`, root may do neither: the container exits with `operation not permitted`. An
init container that changes the owner of a volume fails in the same way.

> `capabilities`: The capabilities to add/drop when running containers.

The rule knows which images in `stslint/applications` start as root ([how to describe custom
images](https://stslint.github.io/stslint/applications/)); a copy under another name is info. `chown` and
`gosu` in the command of a container are reported for any image. See the [report of a postgres
container](https://github.com/docker-library/postgres/issues/1070).

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      initContainers:
      - name: own
        image: busybox:1.36.1
        command: [chown, -R, "999:999", /data]
        securityContext:
          runAsUser: 0
          capabilities:
            drop: [ALL]  # error: `CHOWN`
      containers:
      - name: db
        image: postgres:16.6
        securityContext:
          capabilities:
            drop: [ALL]  # error: `SETGID` and `SETUID`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      securityContext:
        fsGroup: 999
      initContainers:
      - name: own
        image: busybox:1.36.1
        command: [chown, -R, "999:999", /data]
        securityContext:
          runAsUser: 0
          capabilities:
            drop: [ALL]
            add: [CHOWN]
      containers:
      - name: db
        image: postgres:16.6
        securityContext:
          runAsUser: 999
          capabilities:
            drop: [ALL]
      - name: root
        image: postgres:16.6
        securityContext:
          capabilities:
            drop: [ALL]
            add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.objects import all_containers
from stslint.kubernetes.queries.security import effective
from stslint.rule_api import Answer, Bundle, Node, Problem, Severity, pattern

ID = "STS555"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1"
FIELDS = ("drop",)

_TOLERANT = pattern(r"\|\|")
_PROGRAMS = (
    (pattern(r"(?:^|[\s;&|(/])(?:gosu|su-exec|setpriv)\s"), frozenset(("SETUID", "SETGID"))),
    (pattern(r"(?:^|[\s;&|(/])chown\s"), frozenset(("CHOWN",))),
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        drop = container.at("securityContext.capabilities.drop")
        dropped = {word.string().upper() for word in drop.elements()}
        if not dropped:
            continue
        user = effective("runAsUser", container, stateful_set)
        if user and user.integer(-1) != 0:
            continue
        if effective("runAsNonRoot", container, stateful_set).value is True:
            continue  # the kubelet refuses the container, which STS518 reports
        needed, severity = _needed(container, bundle, explicit=bool(user))
        added = {
            word.string().upper() for word in container.at("securityContext.capabilities.add").elements()
        }
        lacking = sorted(
            one for one in needed if ("ALL" in dropped or one in dropped) and not added & {one, "ALL"}
        )
        if lacking:
            listed = " and ".join(f"`{one}`" for one in lacking)
            yield Problem(
                drop,
                f"the container runs as root and needs {listed} to change users or owners: it exits with "
                "`operation not permitted`",
                help=_help(container, bundle, lacking),
                severity=severity,
            )


def _needed(container: Node, bundle: Bundle, *, explicit: bool) -> tuple[frozenset[str], Severity | None]:
    """Returns the capabilities that a container needs as root, and how sure that is."""
    text = f"{as_text(container.get('command'))} {as_text(container.get('args'))}"
    if container.get("command"):
        if not explicit or _TOLERANT.search(text):
            return frozenset(), None
        return frozenset(one for form, needed in _PROGRAMS if form.search(text) for one in needed), None
    known = application_of(container, bundle)
    user = known.user() if known is not None else None
    if known is None or user is None or not user.starts_as_root:
        return frozenset(), None
    return frozenset(("SETUID", "SETGID")), None if known.published else "info"


def _help(container: Node, bundle: Bundle, lacking: list[str]) -> str:
    known = application_of(container, bundle)
    user = known.user() if known is not None and not container.get("command") else None
    if user is None:
        return f"add {', '.join(lacking)} to `capabilities.add`"
    return (
        f"set `runAsUser: {user.uid}` for the container and `fsGroup: {user.gid}` for the pod, so that "
        "nothing has to run as root"
    )
