"""Rollouts of pod templates that do not work, and fixes that do not arrive."""

from __future__ import annotations

from tests.forecast.posted.case import Posted
from tests.support.snapshots import FAILED_SINCE, Json, Workload, running, waiting

_BAD: Json = {"containers": [{"image": "registry.example.com/app:nope"}]}
_GOOD: Json = {}
_FIXED = {"containers": [{"image": "registry.example.com/app:2"}]}
_NO_IMAGE = waiting("ImagePullBackOff", 'Back-off pulling image "registry.example.com/app:nope"')
_CRASHES = waiting(
    "CrashLoopBackOff", "back-off 5m0s restarting failed container", ended={"exitCode": 1, "reason": "Error"}
)
_KILLED = waiting(
    "CrashLoopBackOff",
    "back-off 5m0s restarting failed container",
    ended={"exitCode": 137, "reason": "OOMKilled", "finishedAt": FAILED_SINCE},
)

_WEB = Workload("web", {"a": _GOOD, "b": _BAD}, claims=())
_ONE = Workload("shoot", {"a": _BAD, "b": _GOOD}, claims=())
_NEW = Workload("vat", {"a": _BAD, "b": _GOOD}, claims=())
_THIRD = Workload("nginx", {"a": _GOOD, "b": _BAD, "c": _FIXED}, claims=())
_SECRET = {"containers": [{"env": [{"name": "USER", "valueFrom": {"secretKeyRef": {"name": "db"}}}]}]}
_MYSQL = Workload("mysql", {"a": _SECRET, "b": _GOOD}, claims=())
_PROM = Workload("prometheus", {"a": {"containers": [{"resources": {"limits": {"memory": "2Gi"}}}]}})
_RABBIT = Workload("rabbitmq", {"a": {}})
_INIT = Workload("cache", {"a": _GOOD, "b": {"initContainers": [{"name": "fetch", "image": "fetch:2"}]}})
_FAILS = Workload("failss", {"a": _BAD}, claims=())

TEMPLATES = (
    Posted(
        "reverted-image",
        "https://github.com/kubernetes/kubernetes/issues/67250",
        "The manifest has the old image again, and the broken pod stays. Delete the broken pod.",
        [
            _WEB.stateful_set(3, status={"updateRevision": "web-a"}),
            _WEB.revisions(),
            _WEB.pod(0),
            _WEB.pod(1),
            _WEB.pod(2, "b", status=_NO_IMAGE),
        ],
        "stuck",
        "OrderedReady does not replace it",
        "kubectl delete pod web-2",
        "web-2",
    ),
    Posted(
        "wrong-image-from-the-start",
        "https://github.com/kubernetes/kubernetes/issues/88896",
        "One replica was created with a wrong image; the fixed image does not arrive. Delete the pod.",
        [_ONE.stateful_set(1, update="b"), _ONE.revisions(), _ONE.pod(0, status=_NO_IMAGE)],
        "stuck",
        "OrderedReady does not replace it",
        "kubectl delete pod shoot-0",
        "shoot-0",
    ),
    Posted(
        "crash-from-the-start",
        "https://github.com/kubernetes/kubernetes/issues/60164",
        "Pod 0 crashes, pod 1 is not created, the patched image changes nothing. Delete pod 0.",
        [
            _NEW.stateful_set(2, update="b", status={"replicas": 1}),
            _NEW.revisions(),
            _NEW.pod(0, status=_CRASHES),
        ],
        "stuck",
        "CrashLoopBackOff",
        "kubectl delete pod vat-0",
        "vat-0",
    ),
    Posted(
        "third-image",
        "https://github.com/kubernetes/kubernetes/issues/141095",
        "A bad tag was replaced by a third, good one, and the pod keeps pulling the bad one. Delete the pod.",
        [
            _THIRD.stateful_set(3, update="c"),
            _THIRD.revisions(),
            _THIRD.pod(0),
            _THIRD.pod(1),
            _THIRD.pod(2, "b", status=_NO_IMAGE),
        ],
        "stuck",
        "OrderedReady does not replace it",
        "kubectl delete pod nginx-2",
        "nginx-2",
    ),
    Posted(
        "secret-missing",
        "https://github.com/kubernetes/kubernetes/issues/109597",
        "The template without the Secret was applied, and the pod stays in its error. Delete the pod.",
        [
            _MYSQL.stateful_set(1, update="b"),
            _MYSQL.revisions(),
            _MYSQL.pod(0, status=waiting("CreateContainerConfigError", 'secret "db" not found')),
        ],
        "stuck",
        'secret "db" not found',
        "kubectl delete pod mysql-0",
        "mysql-0",
    ),
    Posted(
        "killed-for-memory",
        "https://github.com/GoogleCloudPlatform/click-to-deploy/issues/265",
        "The container is OOMKilled in a loop. Raise or remove the memory limit in the template.",
        [
            _PROM.stateful_set(1),
            _PROM.revisions(),
            _PROM.pod(0, status=_KILLED),
            _PROM.claims(0),
        ],
        "stuck",
        "OOMKilled",
        "raise the memory limit",
        "prometheus-0",
    ),
    Posted(
        "members-wait-for-each-other",
        "https://github.com/bitnami/charts/pull/25931",
        "Pod 0 gets Ready only with its peers, and they are not created before. Use Parallel, or a probe "
        "that does not need the peers.",
        [
            _RABBIT.stateful_set(3, status={"replicas": 1}),
            _RABBIT.revisions(),
            _RABBIT.pod(0, status=running(ready=False)),
            _RABBIT.claims(0, 1, 2),
            _RABBIT.event("Pod", "rabbitmq-0", "Unhealthy", "Readiness probe failed: this node is waiting"),
        ],
        "stuck",
        "Readiness probe failed",
        "podManagementPolicy: Parallel",
        "rabbitmq-0",
    ),
    Posted(
        "init-container-fails",
        "https://github.com/kubernetes/kubernetes/pull/78182",
        "The init container of the new template fails. Redeploying does not help; delete the pod after it.",
        [
            _INIT.stateful_set(2, update="b"),
            _INIT.revisions(),
            _INIT.pod(0),
            _INIT.pod(
                1,
                "b",
                status=waiting("CrashLoopBackOff", "back-off", init=True, ended={"exitCode": 2}),
            ),
            _INIT.claims(0, 1),
        ],
        "stuck",
        "exit code 2",
        "fix the pod template in the manifest and apply it, then delete cache-1",
        "cache-1",
    ),
    Posted(
        "scaled-to-zero",
        "https://github.com/kubernetes/kubernetes/issues/57865",
        "The pod crashes, and the StatefulSet was scaled to 0. Today the controller deletes the pod.",
        [_FAILS.stateful_set(0, status={"replicas": 1}), _FAILS.revisions(), _FAILS.pod(0, status=_CRASHES)],
        "moving",
        "failss-0 deleted",
    ),
)
