"""What a snapshot lacks of a StatefulSet is filled in from what it has, and said.

Without ControllerRevisions, pods show the templates and the status the names. Without pods, the status shows
how many there are. Without claims, each pod that is there has its claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stslint.forecast.snapshot.inventory import Inventory, Key, claim_templates
from stslint.planner import live_objects as live
from stslint.planner.live_objects import LiveObject
from stslint.planner.manifest_fields import START, at, mapping_at
from stslint.planner.template_of_pod import REVISION_LABEL, template_of_pod
from stslint.runtime.namedtuple import NamedTuple


class Completed(NamedTuple):
    """The objects of a StatefulSet, those that are assumed included, and what is assumed in words."""

    items: tuple[LiveObject, ...]
    notes: tuple[str, ...]


def completed(inventory: Inventory, key: Key) -> Completed:
    """Returns the objects of a StatefulSet with what the snapshot lacks."""
    found, items, notes = inventory.sets[key], inventory.of_set(key), []
    if not inventory.of_kind("Pod") and live.number_at(found, "status.replicas"):
        items += _pods(found)
        notes.append("the snapshot has no pods: they are assumed from `status`, the highest not Ready")
    pods = [item for item in items if live.kind_of(item) == "Pod"]
    if not inventory.of_kind("ControllerRevision") and at(found, "status.updateRevision"):
        items += _revisions(found, pods)
        notes.append("the snapshot has no ControllerRevisions: their templates are assumed from the pods")
    if pods and not inventory.of_kind("PersistentVolumeClaim") and claim_templates(found):
        items += [claim for pod in pods for claim in _claims(found, pod)]
        notes.append("the snapshot has no PersistentVolumeClaims: each pod is assumed to have its claims")
    return Completed(tuple(items), tuple(notes))


def _owner(found: LiveObject) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "name": live.name_of(found),
        "uid": live.uid_of(found),
        "controller": True,
        "blockOwnerDeletion": True,
    }


def _pods(found: LiveObject) -> list[LiveObject]:
    replicas, ready = live.number_at(found, "status.replicas"), live.number_at(found, "status.readyReplicas")
    new = live.number_at(found, "status.updatedReplicas")
    first = live.number_at(found, START)
    names = [at(found, f"status.{field}") for field in ("currentRevision", "updateRevision")]
    return [
        _pod(found, first + index, str(names[index >= replicas - new] or ""), index < ready)
        for index in range(replicas)
    ]


def _pod(found: LiveObject, ordinal: int, revision: str, ready: bool) -> LiveObject:
    name, template = f"{live.name_of(found)}-{ordinal}", mapping_at(found, "spec.template")
    labels = {**mapping_at(template, "metadata.labels"), REVISION_LABEL: revision}
    volumes = [
        {"name": each, "persistentVolumeClaim": {"claimName": f"{each}-{name}"}}
        for each in claim_templates(found)
    ]
    metadata = {
        "name": name,
        "namespace": live.namespace_of(found),
        "uid": f"assumed-{name}",
        "labels": labels,
        "ownerReferences": [_owner(found)],
    }
    condition = {"type": "Ready", "status": "True" if ready else "False"}
    spec = {**mapping_at(template, "spec"), "nodeName": "unknown"}
    spec["volumes"] = [*live.sequence(spec.get("volumes")), *volumes]
    status = {"phase": "Running", "conditions": [condition]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": status}


def _revisions(found: LiveObject, pods: Sequence[LiveObject]) -> Iterator[LiveObject]:
    """Yields the revisions that the status names: the current one, then the update revision."""
    shown = {str(live.labels_of(pod).get(REVISION_LABEL)): template_of_pod(pod) for pod in pods}
    current, update = (str(at(found, f"status.{field}Revision") or "") for field in ("current", "update"))
    seen = live.number_at(found, "metadata.generation") == live.number_at(found, "status.observedGeneration")
    if seen:
        shown[update] = mapping_at(found, "spec.template")
    for number, name in enumerate(dict.fromkeys((current, update)), 1):
        if name in shown:
            data = {"spec": {"template": {**shown[name], "$patch": "replace"}}}
            yield _revision(found, name, data, number)


def _revision(found: LiveObject, name: str, data: dict[str, Any], number: int) -> LiveObject:
    metadata = {
        "name": name,
        "namespace": live.namespace_of(found),
        "labels": dict(mapping_at(found, "spec.selector.matchLabels")),
        "ownerReferences": [_owner(found)],
    }
    head = {"apiVersion": "apps/v1", "kind": "ControllerRevision"}
    return {**head, "metadata": metadata, "data": data, "revision": number}


def _claims(found: LiveObject, pod: LiveObject) -> Iterator[LiveObject]:
    deleted = at(found, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted") == "Delete"
    for template in claim_templates(found):
        metadata = {
            "name": f"{template}-{live.name_of(pod)}",
            "namespace": live.namespace_of(found),
            "ownerReferences": [_owner(found)] if deleted else [],
        }
        head = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
        yield {**head, "metadata": metadata, "status": {"phase": "Bound"}}
