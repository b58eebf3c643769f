"""Bundles of any size, whose StatefulSets are all different or all alike."""

from __future__ import annotations

from collections.abc import Callable

from stslint.model import Document, Source
from stslint.sources.yaml.recovery import read

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
