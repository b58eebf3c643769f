"""Measures how long the API server's verdict takes for a typical StatefulSet and for larger ones.

    python benchmarks/verdict.py

The time of a verdict is CPU time without startup, the best of several rounds. Each size is twice as large as
the previous one. A growth of about 1 means that the time grows in proportion to the size.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from stslint.kubernetes.verdict import check_object
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

SIZES = (1, 2, 4, 8, 16, 32, 64)

HEAD = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels: {app: db}
spec:
  replicas: 3
  serviceName: db
  selector: {matchLabels: {app: db}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}
  template:
    metadata:
      labels: {app: db}
    spec:
      terminationGracePeriodSeconds: 60
      securityContext: {runAsNonRoot: true, runAsUser: 999, fsGroup: 999}
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - {labelSelector: {matchLabels: {app: db}}, topologyKey: kubernetes.io/hostname}
      containers:
"""
CONTAINER = """\
        - name: c%d
          image: postgres:16.4
          ports: [{name: p%d, containerPort: %d}]
          env:
            - {name: PGDATA, value: /data/pg}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
            - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
          resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 2Gi}}
          readinessProbe: {exec: {command: [pg_isready]}, periodSeconds: 5}
          livenessProbe: {tcpSocket: {port: p%d}, initialDelaySeconds: 30}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          volumeMounts: [{name: data, mountPath: /data}, {name: v%d, mountPath: /etc/db}]
"""
VOLUME = "        - {name: v%d, configMap: {name: db, items: [{key: db.conf, path: db.conf}]}}\n"
CLAIM = """\
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: {requests: {storage: 10Gi}}
"""


def manifest(size: int) -> str:
    """Returns a StatefulSet with ``size`` containers and ``size`` ConfigMap volumes."""
    containers = "".join(CONTAINER % (n, n, 5000 + n, n, n) for n in range(size))
    return HEAD + containers + "      volumes:\n" + "".join(VOLUME % n for n in range(size)) + CLAIM


def best(root: Node, version: str, rounds: int) -> float:
    """Returns the seconds of the fastest verdict of several rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        check_object(root, version)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", default="1.37")
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    print("size   lines  reading ms  verdict ms  growth")
    before = 0.0
    for size in SIZES:
        text = manifest(size)
        start = time.process_time()
        root = read(Source("db.yaml", text))[0].root
        reading = time.process_time() - start
        problems = check_object(root, options.version).problems
        if any(problem.severity != "warning" for problem in problems):
            raise SystemExit(f"the manifest of size {size} is rejected: {problems[0].message}")
        taken = best(root, options.version, options.rounds)
        growth = f"{taken / before / 2:.2f}" if before else ""
        print(f"{size:4} {text.count(chr(10)):7} {reading * 1000:11.2f} {taken * 1000:11.2f}  {growth:>6}")
        before = taken


if __name__ == "__main__":
    main()
