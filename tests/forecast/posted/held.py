"""StatefulSets that are not stuck: partitions, OnDelete, budgets and autoscalers."""

from __future__ import annotations

import json

from tests.forecast.posted.case import Posted
from tests.support.snapshots import Workload, node, unscheduled, waiting

_NEW = {"containers": [{"image": "registry.example.com/app:2"}]}
_WEB = Workload("web", {"a": {}, "b": _NEW}, claims=())
_NEO = Workload("neo4j", {"a": {}}, claims=())
_ELASTIC = Workload("elastic", {"a": {}, "b": _NEW}, claims=())
_LOOP = Workload("loop", {"a": {}}, claims=())
_GRAFANA = Workload("grafana", {"a": {}}, claims=())
_ON_DELETE = {"type": "OnDelete"}
_BUDGET = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "loop", "namespace": "prod"},
    "spec": {"maxUnavailable": "25%", "selector": {"matchLabels": {"app": "loop"}}},
    "status": {"disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 2, "expectedPods": 3},
}
_CRASHES = waiting("CrashLoopBackOff", "back-off", ended={"exitCode": 1})
_AUTOSCALER = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "grafana", "namespace": "prod"},
    "spec": {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "grafana"},
        "minReplicas": 3,
        "maxReplicas": 10,
    },
    "status": {"currentReplicas": 1, "desiredReplicas": 5},
}
_APPLIED = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps({"spec": {"replicas": 1}})}

HELD = (
    Posted(
        "partition-left",
        "https://github.com/kubernetes/kubernetes/issues/70442",
        "The alert is right: partition 1 keeps web-0 on the old revision. Remove the partition.",
        [
            _WEB.stateful_set(
                3,
                update="b",
                updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"partition": 1}},
            ),
            _WEB.revisions(),
            _WEB.pod(0),
            _WEB.pod(1, "b"),
            _WEB.pod(2, "b"),
        ],
        "held",
        "partition 1: web-0 stays on the old revision until you lower `partition`",
    ),
    Posted(
        "on-delete",
        "https://github.com/elastic/cloud-on-k8s/issues/1442",
        "OnDelete replaces no pod. Delete the pods one by one.",
        [
            _ELASTIC.stateful_set(2, update="b", updateStrategy=_ON_DELETE),
            _ELASTIC.revisions(),
            _ELASTIC.pod(0),
            _ELASTIC.pod(1),
        ],
        "held",
        "OnDelete: elastic-0 and elastic-1 stay on the old revision until you delete them",
    ),
    Posted(
        "on-delete-and-no-room",
        "https://github.com/kubernetes/kubernetes/issues/64500",
        "`kubectl rollout status` says nothing about OnDelete; the third pod is Pending for want of CPU.",
        [
            _NEO.stateful_set(3, updateStrategy=_ON_DELETE),
            _NEO.revisions(),
            _NEO.pod(0),
            _NEO.pod(1),
            _NEO.pod(2, node=None, status=unscheduled("0/3 nodes are available: 3 Insufficient cpu.")),
            [node("worker-1")],
        ],
        "stuck",
        "3 Insufficient cpu",
        "make room for the pod",
        "neo4j-2",
    ),
    Posted(
        "budget-protects-broken-pods",
        "https://github.com/kubernetes/kubernetes/issues/72320",
        "All pods crash, and the budget lets no drain evict them. Delete them, or set "
        "`unhealthyPodEvictionPolicy: AlwaysAllow`.",
        [
            _LOOP.stateful_set(3, podManagementPolicy="Parallel"),
            _LOOP.revisions(),
            [_LOOP.pod(ordinal, status=_CRASHES) for ordinal in range(3)],
            [_BUDGET, node("worker-1", cordoned=True), node("worker-2")],
        ],
        "stuck",
        "`unhealthyPodEvictionPolicy: AlwaysAllow`",
        "fix what makes the container exit",
        "loop-0",
    ),
    Posted(
        "autoscaler-and-manifest",
        "https://github.com/grafana-community/helm-charts/pull/746",
        "Each apply sets `replicas` back, and the autoscaler raises it. Remove it from the manifest.",
        [
            _GRAFANA.stateful_set(1, annotations=_APPLIED),
            _GRAFANA.revisions(),
            _GRAFANA.pod(0),
            [_AUTOSCALER],
        ],
        "settled",
        "remove `replicas` from the manifest",
    ),
)
