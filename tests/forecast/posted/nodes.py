"""Nodes that are lost, and pods that do not end."""

from __future__ import annotations

from tests.forecast.posted.case import Posted
from tests.support.snapshots import FAILED_SINCE, Json, Workload, node, running

_DELETED: Json = {"deletionTimestamp": FAILED_SINCE, "deletionGracePeriodSeconds": 30}
_WEB = Workload("web", {"a": {}}, claims=())
_JENKINS = Workload("jenkins", {"a": {}})
_LOOP = Workload("loop", {"a": {}})
_BUDGET = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "jenkins", "namespace": "prod"},
    "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "jenkins"}}},
    "status": {"disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 1, "expectedPods": 1},
}

NODES = (
    Posted(
        "powered-off",
        "https://github.com/kubernetes/kubernetes/issues/74689",
        "The node is powered off, and its pod stays Terminating. Delete the Node, or force the deletion.",
        [
            _WEB.stateful_set(3),
            _WEB.revisions(),
            _WEB.pod(0),
            _WEB.pod(1, node="worker-2", status=running(ready=False), **_DELETED),
            _WEB.pod(2, node="worker-3"),
            [node("worker-1"), node("worker-2", ready="Unknown"), node("worker-3")],
        ],
        "stuck",
        "its node worker-2 does not answer",
        "kubectl delete node worker-2",
        "web-1",
    ),
    Posted(
        "single-replica-with-budget",
        "https://github.com/kubernetes/community/issues/7060",
        "One replica, its node NotReady, the pod Terminating; a budget does not help. Bring the node back.",
        [
            _JENKINS.stateful_set(1),
            _JENKINS.revisions(),
            _JENKINS.pod(0, status=running(ready=False), **_DELETED),
            _JENKINS.claims(0),
            [node("worker-1", ready="False"), node("worker-2"), _BUDGET],
        ],
        "stuck",
        "its node worker-1 does not answer",
        "bring the node of jenkins-0 back",
        "jenkins-0",
    ),
    Posted(
        "finalizer",
        "https://github.com/kubernetes-sigs/kueue/pull/8268",
        "A finalizer that nobody removes holds the pod. Its owner has to remove it.",
        [
            _LOOP.stateful_set(1),
            _LOOP.revisions(),
            _LOOP.pod(0, finalizers=["kueue.x-k8s.io/managed"], **_DELETED),
            _LOOP.claims(0),
            [node("worker-1")],
        ],
        "stuck",
        "finalizer `kueue.x-k8s.io/managed`",
        "let the owner of the finalizer finish",
        "loop-0",
    ),
)
