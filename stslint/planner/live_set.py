"""A live StatefulSet as the API server stores it: without what the server adds, and its status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.live_revisions import LiveRevisions
from stslint.planner.manifest_fields import at, mapping_at
from stslint.planner.state import Manifest, Status

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_WRITTEN = ("name", "namespace", "labels", "annotations")
_PROGRESS = {"Deleting": "deleting", "Waiting": "creating"}
"""The first word of the Progressing condition's message, which only the strategy Recreate writes."""


def stored_manifest(found: LiveObject) -> Manifest:
    """Returns the manifest of a live object: without its status and what else only the server writes."""
    metadata = {key: value for key, value in mapping_at(found, "metadata").items() if key in _WRITTEN}
    if isinstance(metadata.get("annotations"), Mapping):
        kept = {key: value for key, value in metadata["annotations"].items() if key != LAST_APPLIED}
        metadata = {**metadata, "annotations": kept} if kept else {**metadata, "annotations": None}
    metadata = {key: value for key, value in metadata.items() if value is not None}
    head = {"apiVersion": found.get("apiVersion"), "kind": found.get("kind")}
    return {**head, "metadata": metadata, "spec": _spec(mapping_at(found, "spec"))}


def last_applied(found: LiveObject) -> Manifest:
    """Returns the manifest that kubectl applied last, by its annotation; the stored one if there is none."""
    text = mapping_at(found, "metadata.annotations").get(LAST_APPLIED)
    try:
        applied = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        applied = None
    return applied if isinstance(applied, dict) else _without_defaults(found)


def _without_defaults(found: LiveObject) -> Manifest:
    """Returns an empty manifest of the object: without the annotation, kubectl removes nothing."""
    return {key: found.get(key) for key in ("apiVersion", "kind")} | {
        "metadata": stored_manifest(found)["metadata"]
    }


def _spec(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    spec = {**spec, "template": _template(mapping_at(spec, "template"))}
    claims = spec.get("volumeClaimTemplates")
    if isinstance(claims, list):
        spec["volumeClaimTemplates"] = [_claim(each) for each in claims if isinstance(each, Mapping)]
    return spec


def _template(template: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = mapping_at(template, "metadata")
    return {**template, "metadata": {key: value for key, value in metadata.items() if value is not None}}


def _claim(template: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns a claim template without the kind and the status that the API server writes into each."""
    kept = {key: value for key, value in template.items() if key not in ("apiVersion", "kind", "status")}
    return {**kept, "metadata": _template(template)["metadata"]}


def stored_status(found: LiveObject, revisions: LiveRevisions) -> Status:
    """Returns the status of a live StatefulSet."""
    status = mapping_at(found, "status")
    return Status(
        live.number_at(status, "observedGeneration"),
        live.number_at(status, "replicas"),
        live.number_at(status, "readyReplicas"),
        live.number_at(status, "availableReplicas"),
        live.number_at(status, "currentReplicas"),
        live.number_at(status, "updatedReplicas"),
        revisions.stored_number(str(at(status, "currentRevision") or "")),
        revisions.stored_number(str(at(status, "updateRevision") or "")),
        _progress(found),
    )


def _progress(found: LiveObject) -> str:
    message = live.conditions_of(found).get("Progressing", {}).get("message")
    return _PROGRESS.get(str(message).partition(" ")[0], "complete") if message else ""
