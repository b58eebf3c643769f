"""Whether two StatefulSets have the same spec once the API server has filled in defaults and dropped fields.

The API server warns of the pods of a StatefulSet only where its spec changes. A default that is no longer
written changes nothing.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ and
https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ name the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.kubernetes.queries import gates
from stslint.kubernetes.queries.objects import image_tag
from stslint.kubernetes.update.trees import drop, put
from stslint.kubernetes.values import quantity
from stslint.model import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PROBE = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
_CONTAINER = {"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
_FILES = {"defaultMode": 0o644}

DEFAULTS: dict[str, Mapping[str, object]] = {
    "spec": {
        "replicas": 1,
        "revisionHistoryLimit": 10,
        "podManagementPolicy": "OrderedReady",
        "restartPolicy": "Always",
        "dnsPolicy": "ClusterFirst",
        "schedulerName": "default-scheduler",
        "terminationGracePeriodSeconds": 30,
        "enableServiceLinks": True,
        "securityContext": {},
        "volumeMode": "Filesystem",
        "persistentVolumeClaimRetentionPolicy": {},
    },
    "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
    "updateStrategy": {"type": "RollingUpdate"},
    "rollingUpdate": {"partition": 0, "maxUnavailable": 1},
    "volumeClaimTemplates": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "status": {}},
    "status": {"phase": "Pending"},
    "containers": _CONTAINER,
    "initContainers": _CONTAINER,
    "ports": {"protocol": "TCP"},
    "livenessProbe": _PROBE,
    "readinessProbe": _PROBE,
    "startupProbe": _PROBE,
    "httpGet": {"scheme": "HTTP", "path": "/"},
    "grpc": {"service": ""},
    "fieldRef": {"apiVersion": "v1"},
    "secret": _FILES,
    "configMap": _FILES,
    "downwardAPI": _FILES,
    "projected": _FILES,
    "serviceAccountToken": {"expirationSeconds": 3600},
    "hostPath": {"type": ""},
}
"""What the API server fills in, by the field that holds it."""

PLAIN_FIELDS = frozenset(
    (
        *("minReadySeconds", "serviceName", "hostNetwork", "hostPID", "hostIPC", "hostname", "subdomain"),
        *("nodeName", "priorityClassName", "serviceAccountName", "serviceAccount", "schedulerName"),
        *("workingDir", "stdin", "stdinOnce", "tty", "hostIP", "hostPort", "protocol", "readOnly", "subPath"),
        *("subPathExpr", "initialDelaySeconds", "path", "scheme", "host", "medium", "fsType", "value"),
        *("dnsPolicy", "restartPolicy", "podManagementPolicy", "type", "imagePullPolicy", "volumeName"),
        *("uid", "generateName", "namespace", "selfLink", "resourceVersion", "generation"),
        *("terminationMessagePath", "terminationMessagePolicy", "effect", "operator", "key", "prefix"),
    )
)
"""Fields whose empty value, zero and false mean the same as an absent field."""

EMPTY_MAPS = frozenset(
    ("labels", "annotations", "nodeSelector", "matchLabels", "limits", "requests", "resources", "metadata")
)
"""Mappings of which an empty one means the same as an absent one."""


def means_the_same(before: Node, after: Node, minor: int) -> bool:
    """Returns whether Kubernetes 1.``minor`` stores two StatefulSets with the same spec."""
    return bool(_stored_spec(before, minor) == _stored_spec(after, minor))


def _stored_spec(stateful_set: Node, minor: int) -> Any:
    copy = stateful_set.map()  # because filling in defaults changes it
    for node, _ in list(gates.removed(copy, minor)):
        _remove(node)
    return _meaning(copy.get("spec"), "spec")


def _remove(node: Node) -> None:
    """Removes a field, or the whole volume whose source it is."""
    owner = node.parent
    if owner is None:
        return
    volumes = owner.parent
    if node.key == "image" and volumes is not None and volumes.key == "volumes":
        volumes.value = [each for each in volumes.elements() if each is not owner]
    else:
        drop(owner, str(node.key))


def _meaning(node: Node, name: str) -> Any:
    if node.kind == "sequence":
        return [_meaning(each, name) for each in node.elements()]
    if node.kind != "mapping":
        return node.value
    if name in ("limits", "requests"):
        return {key: _amount(child) for key, child in node.entries().items()}
    _fill_container(node, name)
    found: dict[str, Any] = {}
    for key, child in node.entries().items():
        value = _meaning(child, key)
        if not _is_default(key, value, child, DEFAULTS.get(name, {})):
            found[key] = value
    return found


def _amount(node: Node) -> Any:
    amount = quantity.read(node.value)
    return node.value if amount is None else amount.nanos


def _is_default(key: str, value: Any, node: Node, defaults: Mapping[str, object]) -> bool:
    if key in defaults and value == defaults[key]:
        return True
    if node.kind == "sequence":
        return not value
    if node.kind == "mapping":
        return not value and key in EMPTY_MAPS
    return not node or (key in PLAIN_FIELDS and value in ("", 0, False))


def _fill_container(node: Node, name: str) -> None:
    """Sets what depends on other fields: the pull policy, and requests that are equal to the limits."""
    if name in ("containers", "initContainers") and not node.get("imagePullPolicy").string():
        put(node, "imagePullPolicy", "Always" if _is_latest(node) else "IfNotPresent")
    limits, requests = node.get("limits"), node.get("requests")
    if name == "resources" and limits.entries():
        requests = requests if requests.kind == "mapping" else put(node, "requests", {})
        for key, child in limits.entries().items():
            if not requests.get(key):
                put(requests, key, child.value)  # type: ignore[arg-type]


def _is_latest(container: Node) -> bool:
    image = container.get("image").string()
    return image_tag(container) in ("", "latest") and "@" not in image
