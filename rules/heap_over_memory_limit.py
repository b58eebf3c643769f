"""A heap or cache is as large as the memory limit of its container: the container is killed when it fills up.

A process needs memory for more than its heap: code, threads, buffers and, for files that it maps, pages
that count too. If the heap alone can reach the limit, the kernel kills the container (`OOMKilled`, exit
code 137) under load or, with a heap that is reserved at the start, right away. The pod restarts, fills up
and is killed again.

> If a container allocates more memory than its limit, the container becomes a candidate for termination.

`-Xmx`, `-XX:MaxRAMPercentage` and `--max-old-space-size` are read for any image. Other settings are read
for the images in `stslint/applications` ([how to describe custom
images](https://stslint.github.io/stslint/applications/)), and so is the heap that an image has if nothing
sets it. Values that a script computes are not visible. A heap between 95 % of the limit and the limit, and a
limit that the application sets for itself at or above that of the container, are reported as info.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: events
spec:
  template:
    spec:
      containers:
      - name: main
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_HEAP_OPTS
          value: "-Xms1024m -Xmx1024m"  # error: a heap of 1Gi, and the memory limit is 768Mi
        resources:
          limits:
            memory: 768Mi
```

An unknown image, with the option in its arguments:

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
        command: [java, -Xmx2g, -jar, /app.jar]  # error: a heap of 2Gi
        resources:
          limits:
            memory: 2Gi
```

The heap that the image has if nothing sets it:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: events
spec:
  template:
    spec:
      containers:
      - name: main
        image: apache/kafka:3.9.0  # error: the image has a heap of 1Gi
        resources:
          limits:
            memory: 768Mi
```

A cache:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
      - name: cache
        image: redis:7.4.1
        args: [--maxmemory, 2gb]  # error: 2Gi
        resources:
          limits:
            memory: 1Gi
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: events
spec:
  template:
    spec:
      containers:
      - name: main
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_HEAP_OPTS
          value: "-Xms1024m -Xmx1024m"
        resources:
          limits:
            memory: 2Gi
```

Without a limit, the node's memory is the limit:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: events
spec:
  template:
    spec:
      containers:
      - name: main
        image: apache/kafka:3.9.0
        env:
        - name: KAFKA_HEAP_OPTS
          value: -Xmx4g
        resources:
          requests:
            memory: 768Mi
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import application_of
from stslint.applications.startup import default_heaps
from stslint.kubernetes.queries.objects import containers, pod_spec, sidecars
from stslint.kubernetes.queries.secrets import visible_values
from stslint.kubernetes.values.digits import BEYOND, number_of
from stslint.kubernetes.values.quantity import NANO, read
from stslint.rule_api import Answer, Bundle, Node, Problem, Related, pattern

ID = "STS517"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/"
FIELDS = ("limits",)

NARROW = 0.95
"""From this part of the limit on, a heap leaves too little for everything else."""

_HEAP = pattern(r"(?:^|[\s\"'=])-Xmx(\d+)([kKmMgGtT]?)(?=[\s\"']|$)")
_PART = pattern(r"-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)")
_NODE = pattern(r"--max[-_]old[-_]space[-_]size[= ](\d+)")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}

_Use = tuple[Node, str, int]


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in (*containers(stateful_set), *sidecars(stateful_set)):
        limit = _limit(container, stateful_set)
        most = read(limit.value) if limit else None
        if most is None or most.nanos <= 0:
            continue
        told: set[int] = set()
        for node, what, size in _uses(container, most.nanos // NANO, bundle):
            if id(node) not in told:
                told.add(id(node))
                yield from _compared(node, what, size, limit, most.nanos // NANO)


def _limit(container: Node, stateful_set: Node) -> Node:
    own = container.at("resources.limits.memory")
    return own if own else pod_spec(stateful_set).at("resources.limits.memory")


def _uses(container: Node, limit: int, bundle: Bundle) -> Iterator[_Use]:
    known = application_of(container, bundle)
    for one in known.heap() if known is not None else ():
        if one.what == "store":
            continue
        if one.bytes is not None:
            yield one.node, one.what, one.bytes
        elif one.fraction is not None:
            yield one.node, one.what, int(one.fraction * limit)
    values = visible_values(container, bundle).values()
    for node, text in (
        *((value.node, value.text or "") for value in values),
        *((word, word.string()) for word in container.get("args").elements()),
        *((word, word.string()) for word in container.get("command").elements()),
    ):
        size = _runtime_heap(text, limit)
        if size is not None:
            yield node, "heap", size
    if known is not None and known.published:
        yield from ((container.get("image"), "default", size) for size in default_heaps(known))


def _runtime_heap(text: str, limit: int) -> int | None:
    """Returns the largest heap that options of Java or Node.js allow."""
    if "-Xmx" not in text and "MaxRAMPercentage" not in text and "--max" not in text:
        return None
    heaps, parts, old = _HEAP.findall(text), _PART.findall(text), _NODE.findall(text)
    if heaps:
        number, unit = heaps[-1]
        return number_of(number) * _UNITS[unit.lower()]
    if parts:
        return int(min(float(parts[-1]), BEYOND) / 100 * limit)
    return number_of(old[-1]) * 2**20 if old else None


def _compared(node: Node, what: str, size: int, limit: Node, most: int) -> Iterator[Answer]:
    if size < most * NARROW or (what == "limit" and size < most):
        return
    noun = {"heap": "a heap", "cache": "a cache", "default": "the image has a heap"}.get(
        what, "a limit of its own"
    )
    yield Problem(
        node,
        f"{noun} of {_shown(size)}, and the memory limit is {limit.text}: the "
        "container is killed when it fills up",
        help=f"raise the memory limit above {_shown(size)}, or "
        + ("set a smaller heap" if what == "default" else "set a smaller value here"),
        severity="info" if what == "limit" or size < most else None,
        related=(Related(limit, "the memory limit"),),
    )


def _shown(size: int) -> str:
    for unit, factor in (("Gi", 2**30), ("Mi", 2**20), ("Ki", 2**10)):
        if size >= factor and size % factor == 0:
            return f"{size // factor}{unit}"
    return f"{size / 2**20:.0f}Mi"
