"""Measures how the cost of one run grows with the number of StatefulSets, and prints a table.

    python benchmarks/bundle.py [SIZE...]

Each size is the number of StatefulSets in a bundle. Each StatefulSet has its own Service, PodDisruptionBudget
and HorizontalPodAutoscaler. The benchmark measures each size twice: once with different labels for each
StatefulSet, and once with the same labels, Service name and folder for all of them, which is the worst case
for selectors. The columns show seconds of CPU time, and milliseconds for each StatefulSet.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
from stslint.runtime import package_data
from stslint.sources.yaml.recovery import read

SIZES = (100, 1_000, 10_000)

SET = """\
apiVersion: v1
kind: Service
metadata: {{name: {service}, namespace: shop}}
spec:
  clusterIP: None
  selector: {{app: {app}}}
  ports: [{{name: db, port: 5432}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db{number}, namespace: shop}}
spec:
  serviceName: {service}
  replicas: 3
  selector:
    matchLabels: {{app: {app}}}
  template:
    metadata:
      labels: {{app: {app}, tier: data}}
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: DoNotSchedule
        labelSelector: {{matchLabels: {{app: {app}}}}}
      containers:
      - name: db
        image: registry.example/etcd:3.5.16
        ports: [{{name: db, containerPort: 5432}}]
        env: [{{name: PEERS, value: "db{number}-0.{service},db{number}-1.{service}"}}]
        readinessProbe: {{exec: {{command: [etcdctl, endpoint, health]}}}}
        volumeMounts: [{{name: data, mountPath: /var/lib/etcd}}]
  volumeClaimTemplates:
  - metadata: {{name: data}}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {{requests: {{storage: 10Gi}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: db{number}, namespace: shop}}
spec:
  maxUnavailable: 2
  selector:
    matchLabels: {{app: {app}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: db{number}, namespace: shop}}
spec:
  minReplicas: 3
  maxReplicas: 9
  scaleTargetRef: {{apiVersion: apps/v1, kind: StatefulSet, name: db{number}}}
"""


def distinct(number: int) -> str:
    """Returns a StatefulSet with unique labels, together with its related objects."""
    return SET.format(number=number, app=f"db{number}", service=f"db{number}")


def alike(number: int) -> str:
    """Returns a StatefulSet with the same labels and Service name as all others, with its related objects."""
    return SET.format(number=number, app="db", service="db")


def documents(count: int, one: Callable[[int], str]) -> tuple[Document, ...]:
    """Returns the documents of ``count`` StatefulSets, each in a separate file."""
    sources = (Source(f"shop/{number}.yaml", one(number)) for number in range(count))
    return tuple(document for source in sources for document in read(source))


def measure(count: int, one: Callable[[int], str]) -> tuple[float, float, int]:
    """Returns the seconds for reading, the seconds for checking, and the number of findings."""
    rules = load_rules(package_data.folder("rules"))
    started = time.process_time()
    read_ones = documents(count, one)
    read_at = time.process_time()
    outcome = lint(Bundle(read_ones, "1.37"), rules, Settings(select=("STS",)))
    return read_at - started, time.process_time() - read_at, len(outcome.findings)


def main(sizes: list[int]) -> None:
    """Prints the table."""
    print("   sets  labels     read s  check s   ms/set  findings")
    for one in (distinct, alike):
        for size in sizes:
            reading, judging, findings = measure(size, one)
            each = (reading + judging) / size * 1000
            times = f"{reading:>7.2f}  {judging:>7.2f}  {each:>7.2f}"
            print(f"{size:>7}  {one.__name__:8}  {times}  {findings:>8}", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
