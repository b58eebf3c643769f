"""Measures how long an editor waits for diagnostics after a keystroke, over standard input and output.

    python benchmarks/editor.py [--changes 50] [--neighbours 200] [--lines 300]

A manifest of about 300 lines is in a folder with 200 other manifests. The first diagnostics include reading
the folder. Each change after that is a keystroke in the middle of the manifest.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

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


def manifest(name: str, lines: int = 0) -> str:
    """Returns a Service and a StatefulSet, filled up to ``lines`` lines with environment variables."""
    missing = max(lines - OBJECTS.count("\n"), 0) // 2
    variables = "\n".join(VARIABLE.format(index=index) for index in range(missing))
    return OBJECTS.format(name=name, extra=f"        env:\n{variables}" if missing else "")


def measure(folder: Path, lines: int, changes: int) -> tuple[float, list[float]]:
    """Returns the milliseconds until the first diagnostics, and the milliseconds for each later change."""
    client = Client(folder)
    uri = (folder / "edited.yaml").as_uri()
    text = manifest("edited", lines)
    (folder / "edited.yaml").write_text(text)
    started = time.perf_counter()
    client.open(uri, text)
    client.diagnostics(uri, 1)
    first = (time.perf_counter() - started) * 1000
    later = []
    for version in range(2, changes + 2):
        changed = text.replace("replicas: 3", f"replicas: {version}").replace("/ready", f"/ready{version}")
        started = time.perf_counter()
        client.change(uri, changed, version)
        client.diagnostics(uri, version)
        later.append((time.perf_counter() - started) * 1000)
    client.end()
    return first, later


def main() -> None:
    """Runs the benchmark and prints the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--neighbours", type=int, default=200)
    parser.add_argument("--lines", type=int, default=300)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for index in range(words.neighbours):
            (folder / f"set{index}.yaml").write_text(manifest(f"set{index}"))
        first, later = measure(folder, words.lines, words.changes)
    later.sort()
    print(f"{words.lines} lines among {words.neighbours} files, {words.changes} changes")
    print(f"first diagnostics   {first:7.1f} ms")
    print(f"a change, median    {statistics.median(later):7.1f} ms")
    print(f"a change, p95       {later[int(len(later) * 0.95) - 1]:7.1f} ms")


if __name__ == "__main__":
    main()
