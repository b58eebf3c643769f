"""Fills in what the examples on the pages of rules leave out: all that the API server requires."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

_IMAGE = "registry.example.com/main:1.0.0"


def completed(text: str) -> str:
    """Returns the documents of a manifest with all fields that the API server requires, without comments."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    yaml.default_flow_style = False
    documents = [document for document in yaml.load_all(text) if isinstance(document, dict)]
    for document in documents:
        _FILLERS.get(document.get("kind", ""), _unchanged)(document)
    stream = io.StringIO()
    yaml.dump_all(documents, stream)
    return stream.getvalue().replace("%YAML 1.1\n---\n", "---\n")


def _unchanged(document: dict[str, Any]) -> None:
    """Leaves an object of another kind as it is."""


def _stateful_set(document: dict[str, Any]) -> None:
    name = document.setdefault("metadata", {}).setdefault("name", "main")
    spec = document.setdefault("spec", {})
    template = _in(spec, "template")
    labels = _in(template, "metadata").setdefault("labels", {})
    wanted = _in(spec, "selector")
    if not wanted:
        wanted["matchLabels"] = dict(labels) or {"app": name}
    for key, value in wanted.get("matchLabels", {}).items():
        labels.setdefault(key, value)
    _pod_spec(_in(template, "spec"), spec)
    for claim in spec.get("volumeClaimTemplates") or ():
        _claim(claim)


def _pod_spec(pod: dict[str, Any], spec: dict[str, Any]) -> None:
    if not pod.get("containers"):
        pod["containers"] = [{"name": "main"}]
    there = {claim.get("metadata", {}).get("name") for claim in spec.get("volumeClaimTemplates") or ()}
    there |= {volume.get("name") for volume in pod.get("volumes") or ()}
    for container in (*pod["containers"], *(pod.get("initContainers") or ())):
        container.setdefault("name", "main")
        container.setdefault("image", _IMAGE)
        for mount in container.get("volumeMounts") or ():
            if mount["name"] not in there:
                there.add(mount["name"])
                pod.setdefault("volumes", []).append({"name": mount["name"], "emptyDir": {}})


def _claim(document: dict[str, Any]) -> None:
    spec = _in(document, "spec")
    spec.setdefault("accessModes", ["ReadWriteOnce"])
    _in(_in(spec, "resources"), "requests").setdefault("storage", "1Gi")


def _workload(document: dict[str, Any]) -> None:
    spec = _in(document, "spec")
    if document["kind"] in ("Deployment", "DaemonSet", "StatefulSet"):
        _stateful_set(document)
    else:
        pod = spec if document["kind"] == "Pod" else _in(_in(spec, "template"), "spec")
        _pod_spec(pod, {})


def _service(document: dict[str, Any]) -> None:
    spec = _in(document, "spec")
    if spec.get("type") != "ExternalName" and spec.get("clusterIP") != "None":
        spec.setdefault("ports", [{"port": 80}])


def _in(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    """Returns the mapping under a key, which is created if it is missing."""
    if not isinstance(mapping.get(key), dict):
        mapping[key] = {}
    found: dict[str, Any] = mapping[key]
    return found


_FILLERS = {
    "StatefulSet": _stateful_set,
    "Deployment": _workload,
    "DaemonSet": _workload,
    "PersistentVolumeClaim": _claim,
    "Service": _service,
}
