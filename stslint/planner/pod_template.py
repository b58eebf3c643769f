"""When two pod templates are equal to the controller: after the API server's defaults.

Setting a field to its default (``restartPolicy: Always``) or another spelling of a quantity (``1000m`` for
``1``) creates no new revision and restarts no pod.

Sources: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ and the defaults of
pkg/apis/core/v1 in Kubernetes 1.37.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.kubernetes.values import quantity

POD: dict[str, Any] = {
    "restartPolicy": "Always",
    "dnsPolicy": "ClusterFirst",
    "terminationGracePeriodSeconds": 30,
    "schedulerName": "default-scheduler",
}
CONTAINER: dict[str, Any] = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
}
PROBE: dict[str, Any] = {
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "ports": {"protocol": "TCP"},
    "livenessProbe": PROBE,
    "readinessProbe": PROBE,
    "startupProbe": PROBE,
    "httpGet": {"path": "/", "scheme": "HTTP"},
    "fieldRef": {"apiVersion": "v1"},
    "secret": {"defaultMode": 0o644},
    "configMap": {"defaultMode": 0o644},
    "downwardAPI": {"defaultMode": 0o644},
    "projected": {"defaultMode": 0o644},
    "serviceAccountToken": {"expirationSeconds": 3600},
}
"""Defaults of the mappings under a key, in a pod's containers and volumes."""

EMPTY_IS_ABSENT = frozenset(
    {
        "resources",
        "limits",
        "requests",
        "nodeSelector",
        "matchLabels",
        "overhead",
        "volumeAttributes",
        "options",
    }
)
"""Maps and plain structures: an empty one is not stored, unless it is a pointer."""

ZERO_IS_ABSENT = frozenset(
    {"hostNetwork", "hostPID", "hostIPC", "hostPort", "readOnly", "stdin", "stdinOnce", "tty", *PROBE}
    | {"initialDelaySeconds", "divisor"}
)
"""Plain numbers and booleans: zero and false are not stored, unless they are pointers."""

QUANTITIES = frozenset({"sizeLimit", "divisor"})


def completed(template: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns the template with its defaults filled in, without fields that are null or empty."""
    spec = {**POD, "securityContext": {}, **_plain(template.get("spec") or {}, "spec")}
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    spec |= {"serviceAccountName": account, "serviceAccount": account}
    for key in ("containers", "initContainers"):
        if isinstance(spec.get(key), list):
            spec[key] = [_container(container) for container in spec[key]]
    if isinstance(spec.get("volumes"), list):
        spec["volumes"] = [_volume(volume) for volume in spec["volumes"]]
    return {"metadata": _metadata(template.get("metadata") or {}), "spec": spec}


def _metadata(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in metadata.items() if value not in (None, {}, "", [])}


def grace_seconds(template: Mapping[str, Any]) -> int:
    """Returns terminationGracePeriodSeconds of a completed template."""
    return int(template["spec"]["terminationGracePeriodSeconds"])


def startup_seconds(template: Mapping[str, Any]) -> int:
    """Returns the fewest seconds until a pod of a completed template can be Ready.

    A container is Ready no sooner than its readiness and startup probes begin.
    """
    containers = template["spec"].get("containers")
    if not isinstance(containers, list):
        return 0
    return max(
        (_first_probe(container) for container in containers if isinstance(container, dict)), default=0
    )


def _first_probe(container: Mapping[str, Any]) -> int:
    probes = [container.get(key) for key in ("readinessProbe", "startupProbe")]
    delays = [probe.get("initialDelaySeconds") for probe in probes if isinstance(probe, dict)]
    return max((delay for delay in delays if isinstance(delay, int)), default=0)


def _container(container: Any) -> Any:
    if not isinstance(container, dict):
        return container
    return {**CONTAINER, "imagePullPolicy": pull_policy(str(container.get("image", ""))), **container}


def pull_policy(image: str) -> str:
    """Returns Always for an image of tag ``latest`` or with neither tag nor digest."""
    name, _, digest = image.rpartition("/")[2].partition("@")
    tag = name.partition(":")[2] or ("" if digest else "latest")
    return "Always" if tag == "latest" else "IfNotPresent"


def _volume(volume: Any) -> Any:
    if isinstance(volume, dict) and set(volume) == {"name"}:
        return {**volume, "emptyDir": {}}
    return volume


def _plain(value: Any, key: str) -> Any:
    """Returns the value with the defaults of the mappings below it."""
    if isinstance(value, Mapping):
        plain = {inner: _plain(child, inner) for inner, child in value.items()}
        plain = {inner: child for inner, child in plain.items() if not _absent(inner, child)}
        if key in ("requests", "limits"):
            return {inner: _quantity(child) for inner, child in plain.items()}
        return {**DEFAULTS.get(key, {}), **plain}
    if isinstance(value, list | tuple):
        return [_plain(child, key) for child in value]
    return _quantity(value) if key in QUANTITIES and value is not None else value


def _absent(key: str, value: Any) -> bool:
    if value == {}:
        return key in EMPTY_IS_ABSENT
    return value is None or value in ("", []) or (key in ZERO_IS_ABSENT and value in (0, "0"))


def _quantity(value: Any) -> Any:
    """Returns a quantity in the spelling in which it is stored."""
    amount = quantity.read(value)
    return str(amount) if amount is not None else value
