"""The pod template that a running pod was made of, where no ControllerRevision holds it any more.

The controller adds a name, labels and the claims; the scheduler a node; admission adds tolerations, a token
and other defaults. Without these the pod's own spec is its template. Source: ``newStatefulSetPod`` in
pkg/controller/statefulset, and
https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.planner.live_objects import LiveObject, sequence
from stslint.planner.manifest_fields import mapping_at

REVISION_LABEL = "controller-revision-hash"
_ADDED_LABELS = frozenset(
    {REVISION_LABEL, "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"}
)
_ADDED_FIELDS = frozenset({"hostname", "subdomain", "nodeName"})
_ADDED_VALUES: Mapping[str, Any] = {
    "enableServiceLinks": True,
    "preemptionPolicy": "PreemptLowerPriority",
    "priority": 0,
    "serviceAccount": "default",
    "serviceAccountName": "default",
}
_TOLERATED = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_TOKEN = "kube-api-access-"


def template_of_pod(pod: LiveObject) -> Mapping[str, Any]:
    """Returns the pod template that a pod was made of, as well as the pod shows it."""
    metadata = {key: mapping_at(pod, f"metadata.{key}") for key in ("labels", "annotations")}
    metadata["labels"] = {key: value for key, value in metadata["labels"].items() if key not in _ADDED_LABELS}
    spec = {
        key: _field(key, value) for key, value in mapping_at(pod, "spec").items() if not _added(key, value)
    }
    return {"metadata": metadata, "spec": spec}


def _added(key: str, value: Any) -> bool:
    return key in _ADDED_FIELDS or (key in _ADDED_VALUES and value == _ADDED_VALUES[key])


def _field(key: str, value: Any) -> Any:
    if key == "volumes":
        return [each for each in sequence(value) if not _is_added_volume(each)]
    if key == "tolerations":
        return [each for each in sequence(value) if not _is_added_toleration(each)]
    if key in ("containers", "initContainers"):
        return [_container(each) for each in sequence(value)]
    return value


def _container(container: Any) -> Any:
    if not isinstance(container, Mapping) or "volumeMounts" not in container:
        return container
    mounts = [each for each in sequence(container["volumeMounts"]) if not _is_token(each)]
    return {**container, "volumeMounts": mounts}


def _is_added_volume(volume: Any) -> bool:
    return _is_token(volume) or (isinstance(volume, Mapping) and "persistentVolumeClaim" in volume)


def _is_token(named: Any) -> bool:
    return isinstance(named, Mapping) and str(named.get("name", "")).startswith(_TOKEN)


def _is_added_toleration(toleration: Any) -> bool:
    return isinstance(toleration, Mapping) and (
        toleration.get("key") in _TOLERATED and toleration.get("tolerationSeconds") == 300
    )
