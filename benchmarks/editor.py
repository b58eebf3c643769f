"""Measures how long an editor waits: for the server to start, and from a keystroke to the diagnostics.

    python benchmarks/editor.py [--changes 50] [--neighbors 200] [--lines 300] [--starts 5]

A manifest of about 300 lines is in a folder with 200 others. The first diagnostics read the folder; each
change after that is a keystroke in the middle of the manifest. After the last of them the text is broken:
each keystroke is one in a line that does not parse yet.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.lsp.client import Client

OBJECTS = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
spec:
  clusterIP: None
  selector: {{app: {name}}}
  ports:
  - name: http
    port: 80
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {name}
  labels: {{app: {name}}}
spec:
  serviceName: {name}
  replicas: 3
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
      - name: main
        image: registry.example/{name}:1.4.2
        ports:
        - name: http
          containerPort: 80
        readinessProbe:
          httpGet: {{path: /ready, port: http}}
        volumeMounts:
        - name: data
          mountPath: /data
{extra}
  volumeClaimTemplates:
  - metadata: {{name: data}}
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: fast
      resources: {{requests: {{storage: 10Gi}}}}
"""
VARIABLE = '        - name: SETTING_{index}\n          value: "{index}"'


class Figures(NamedTuple):
    """Milliseconds until the server answers, until the first diagnostics, and until those of each change.

    ``broken`` are those of changes while the text does not parse.
    """

    starts: list[float]
    first: float
    changes: list[float]
    broken: list[float]


def manifest(name: str, lines: int = 0) -> str:
    """Returns a Service and a StatefulSet with as many environment variables as the number of lines needs."""
    missing = max(lines - OBJECTS.count("\n"), 0) // 2
    variables = "\n".join(VARIABLE.format(index=index) for index in range(missing))
    return OBJECTS.format(name=name, extra=f"        env:\n{variables}" if missing else "")


def since(started: float) -> float:
    """Returns the milliseconds since a time."""
    return (time.perf_counter() - started) * 1000


def measure_starts(folder: Path, number: int) -> list[float]:
    """Returns how long the server takes to start and to answer the first request."""
    times = []
    for _ in range(number):
        started = time.perf_counter()
        client = Client(folder)
        times.append(since(started))
        client.end()
    return times


def sound_text(text: str, version: int) -> str:
    """Returns the text after a keystroke that leaves it sound."""
    return text.replace("replicas: 3", f"replicas: {version}").replace("/ready", f"/ready{version}")


def broken_text(text: str, version: int) -> str:
    """Returns the text after a keystroke in a line that does not parse: a missing colon, bracket or quote."""
    word = "x" * version
    change = (f"podManagementPolicy{word}", f"labels: {{app: {word}", f'revisionHistoryLimit: "{word}')[
        version % 3
    ]
    return text.replace("  replicas: 3\n", f"  {change}\n  replicas: 3\n")


def measure_changes(folder: Path, lines: int, number: int) -> tuple[float, list[float], list[float]]:
    """Returns how long the first diagnostics take, those of each later change, and those of broken texts."""
    client = Client(folder)
    file, text = folder / "edited.yaml", manifest("edited", lines)
    file.write_text(text)
    uri = file.as_uri()
    started = time.perf_counter()
    client.open(uri, text)
    client.diagnostics(uri, 1)
    first = since(started)
    versions = count(2)
    times = [
        [_time_of(client, uri, make(text, version), version) for version in islice(versions, number)]
        for make in (sound_text, broken_text)
    ]
    client.end()
    return first, times[0], times[1]


def _time_of(client: Client, uri: str, text: str, version: int) -> float:
    started = time.perf_counter()
    client.change(uri, text, version)
    client.diagnostics(uri, version)
    return since(started)


def measure(neighbors: int, lines: int, changes: int, starts: int) -> Figures:
    """Returns the figures of a folder with that many other manifests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for index in range(neighbors):
            (folder / f"set{index}.yaml").write_text(manifest(f"set{index}"))
        return Figures(measure_starts(folder, starts), *measure_changes(folder, lines, changes))


def show(name: str, milliseconds: float) -> None:
    """Prints one figure."""
    print(f"{name:<20}{milliseconds:7.1f} ms")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--neighbors", type=int, default=200)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--starts", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.neighbors, options.lines, options.changes, options.starts)
    changes = sorted(figures.changes)
    print(f"{options.lines} lines among {options.neighbors} files, {options.changes} changes")
    show("start, median", statistics.median(figures.starts))
    show("first diagnostics", figures.first)
    show("a change, median", statistics.median(changes))
    show("a change, p95", changes[int(len(changes) * 0.95) - 1])
    broken = sorted(figures.broken)
    show("broken, median", statistics.median(broken))
    show("broken, p95", broken[int(len(broken) * 0.95) - 1])


if __name__ == "__main__":
    main()
