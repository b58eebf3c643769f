"""The application writes to its configuration file, but the file is on a volume that nobody can write to.

ConfigMaps and Secrets are mounted read-only. Some applications keep their state in their configuration, and
some entry points adapt it at each start: they exit (`Read-only file system`, `is not writable`). An init
container has to copy the file to a volume that can be written to.

> Sentinel config file /redis-config/redis.conf is not writable: Read-only file system. Exiting...

The rule knows such files of the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)). It cannot see files that a script in an image
changes.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: sentinel
spec:
  template:
    spec:
      containers:
      - name: sentinel
        image: redis:7.2.6
        command: [redis-server, /etc/redis/sentinel.conf, --sentinel]  # error: `/etc/redis/sentinel.conf`
        volumeMounts:
        - {name: config, mountPath: /etc/redis}
      volumes:
      - name: config
        configMap:
          name: sentinel
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: sentinel
spec:
  template:
    spec:
      initContainers:
      - name: copy
        image: redis:7.2.6
        command: [cp, /etc/redis/sentinel.conf, /run/sentinel/sentinel.conf]
        volumeMounts:
        - {name: config, mountPath: /etc/redis}
        - {name: state, mountPath: /run/sentinel}
      containers:
      - name: sentinel
        image: redis:7.2.6
        command: [redis-server, /run/sentinel/sentinel.conf, --sentinel]
        volumeMounts:
        - {name: state, mountPath: /run/sentinel}
      volumes:
      - name: config
        configMap:
          name: sentinel
      - name: state
        emptyDir: {}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.applications import application_of
from stslint.applications.settings import words
from stslint.applications.startup import certain_facts
from stslint.kubernetes.queries.file_modes import file_mode
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.placement import covering_mount
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ID = "STS557"
SEVERITY = "warning"
SOURCE = "https://github.com/redis/docker-library-redis/issues/134"
FIELDS = ("volumes", "readOnly")

_SERVER = pattern(r"[\w./-]*-(?:server|sentinel)\Z")


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in containers(stateful_set):
        known = application_of(container, bundle)
        for fact in certain_facts(known, "writes") if known is not None else ():
            for node, path in _files(container, fact):
                if file_mode(path, container, stateful_set) is not None or _is_read_only(path, container):
                    yield Problem(
                        node,
                        f"`{path}` cannot be written to: {fact['why']}",
                        help="copy the file to an `emptyDir` or to the claim in an init container, and use "
                        "the copy",
                    )
                    break


def _files(container: Node, fact: Mapping[str, Any]) -> Iterator[tuple[Node, str]]:
    if "path" in fact:
        mount = covering_mount(fact["path"], container)
        if mount is not None and not container.get("command"):
            yield mount, fact["path"]
        return
    import re  # few checks get here

    before = ""
    for word in words(container):
        named = word.text.startswith("/") and re.search(fact["word"], word.text)
        if named and (not word.script or _SERVER.match(before)):
            yield word.node, word.text
        before = word.text


def _is_read_only(path: str, container: Node) -> bool:
    mount = covering_mount(path, container)
    return mount is not None and mount.get("readOnly").boolean()
