"""Pods that the API server does not let the controller create or change, and pods of others."""

from __future__ import annotations

from typing import Any

from tests.forecast.posted.case import Posted
from tests.support.snapshots import Workload, waiting

_KAFKA = Workload(
    "kafka", {"a": {"containers": [{"resources": {"requests": {"cpu": "1", "memory": "4Gi"}}}]}}
)
_PS = Workload("ps", {"a": {}})
_ES = Workload("es", {"a": {}})
_PGSET = Workload("pgset", {"a": {}}, claims=())
_ADOPTED = Workload("adopted", {"a": {}}, claims=("data", "wal"))
_LEGACY = Workload("legacy", {"a": {}}, claims=())


def _failed(workload: Workload, ordinal: int, why: str) -> dict[str, Any]:
    name, pod = workload.name, f"{workload.name}-{ordinal}"
    message = f'create Pod {pod} in StatefulSet {name} failed error: pods "{pod}" is forbidden: {why}'
    return workload.event("StatefulSet", name, "FailedCreate", message)


_QUOTA = {
    "apiVersion": "v1",
    "kind": "ResourceQuota",
    "metadata": {"name": "compute", "namespace": "prod"},
    "spec": {"hard": {"requests.cpu": "2", "pods": "20"}},
    "status": {"hard": {"requests.cpu": "2", "pods": "20"}, "used": {"requests.cpu": "2", "pods": "2"}},
}
_OTHER_OWNER = {
    "apiVersion": "apps/v1",
    "kind": "ReplicaSet",
    "name": "pgset-7d4",
    "uid": "uid-rs",
    "controller": True,
}

CREATION = (
    Posted(
        "quota-exceeded",
        "https://github.com/kubernetes/kubernetes/issues/54789",
        "The quota leaves no room for the third pod. Raise the quota.",
        [
            _KAFKA.stateful_set(3, status={"replicas": 2}),
            _KAFKA.revisions(),
            _KAFKA.pod(0),
            _KAFKA.pod(1),
            _KAFKA.claims(0, 1),
            _failed(
                _KAFKA,
                2,
                "exceeded quota: compute, requested: requests.cpu=1, used: requests.cpu=2, limited: "
                "requests.cpu=2",
            ),
        ],
        "stuck",
        "exceeded quota: compute",
        "raise the ResourceQuota compute",
        "kafka-2",
    ),
    Posted(
        "quota-exceeded-without-events",
        "https://github.com/kubernetes/kubernetes/issues/54789",
        "The same an hour later, when the events are gone: the sums of the quota show it.",
        [
            _KAFKA.stateful_set(3, status={"replicas": 2}),
            _KAFKA.revisions(),
            _KAFKA.pod(0),
            _KAFKA.pod(1),
            _KAFKA.claims(0, 1),
            [_QUOTA],
        ],
        "stuck",
        "ResourceQuota compute: requests.cpu 2 of 2 is used, and the pod requests 1",
        "raise the ResourceQuota compute",
        "kafka-2",
    ),
    Posted(
        "quota-needs-requests",
        "https://github.com/percona/percona-helm-charts/issues/460",
        "The quota counts CPU, and a container sets none. Set requests and limits in the template.",
        [
            _PS.stateful_set(3, status={"replicas": 0}),
            _PS.revisions(),
            _failed(_PS, 0, "failed quota: compute: must specify limits.cpu for: ps; requests.cpu for: ps"),
        ],
        "stuck",
        "must specify limits.cpu",
        "fix the pod template in the manifest and apply it",
        "ps-0",
    ),
    Posted(
        "forbidden-by-policy",
        "https://github.com/kubernetes/kubernetes/issues/84285",
        "A privileged init container is forbidden, so no pod appears. Change the template, or the policy.",
        [
            _ES.stateful_set(3, status={"replicas": 0}),
            _ES.revisions(),
            _failed(_ES, 0, 'violates PodSecurity "baseline:latest": privileged (container "init")'),
        ],
        "stuck",
        "violates PodSecurity",
        "fix the pod template in the manifest and apply it",
        "es-0",
    ),
    Posted(
        "name-taken",
        "https://github.com/kubernetes/kubernetes/issues/46901",
        "A pod of another controller has the name of the first pod, and no pod is created. Remove that pod.",
        [
            _PGSET.stateful_set(2, status={"replicas": 0}),
            _PGSET.revisions(),
            _PGSET.pod(0, ownerReferences=[_OTHER_OWNER]),
        ],
        "stuck",
        "the pod belongs to another owner and has the name",
        "kubectl delete pod pgset-0",
        "pgset-0",
    ),
    Posted(
        "adopted-pod-without-a-claim",
        "https://github.com/kubernetes/kubernetes/issues/141876",
        "The StatefulSet was recreated with one more claim template, and the adopted pod cannot get the "
        "volume: its update fails forever. Delete the pod.",
        [
            _ADOPTED.stateful_set(2),
            _ADOPTED.revisions(),
            _ADOPTED.pod(0, claims=("data",)),
            _ADOPTED.pod(1, claims=("data",)),
            [_ADOPTED.claim(ordinal, template) for ordinal in (0, 1) for template in ("data", "wal")],
            _ADOPTED.event(
                "StatefulSet",
                "adopted",
                "FailedUpdate",
                "update Pod adopted-0 in StatefulSet adopted failed error: Pod is invalid: spec: Forbidden: "
                "pod updates may not change fields other than `spec.containers[*].image`",
            ),
        ],
        "stuck",
        "its volumes cannot change",
        "kubectl delete pod adopted-0",
        "adopted-0",
    ),
    Posted(
        "label-changed",
        "https://github.com/kubernetes/kubernetes/issues/55559",
        "A label of one pod was changed: the StatefulSet has lost it, and its name is taken. Delete the pod.",
        [
            _LEGACY.stateful_set(2),
            _LEGACY.revisions(),
            _LEGACY.pod(0),
            _LEGACY.pod(1, labels={"app": "debug"}, status=waiting("ContainerCreating")),
        ],
        "stuck",
        "legacy-1",
        "kubectl delete pod legacy-1",
        "legacy-1",
    ),
)
