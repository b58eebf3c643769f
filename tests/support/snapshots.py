"""Builds snapshots as ``kubectl get -o json`` prints them: short calls, whole objects with all defaults."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from stslint.forecast.snapshot.inventory import Inventory, inventory_of
from stslint.sources.snapshot.reading import read_objects

Json = dict[str, Any]
CREATED = "2026-03-02T08:00:00Z"
READY_SINCE = "2026-03-02T08:05:00Z"
FAILED_SINCE = "2026-03-02T11:00:00Z"
NOW = "2026-03-02T12:00:00Z"
_CONTAINER = {
    "imagePullPolicy": "IfNotPresent",
    "resources": {},
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
}
_POD = {
    "dnsPolicy": "ClusterFirst",
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
}


class Workload:
    """A StatefulSet ``name`` with revisions ``a``, ``b``, ... and the objects that belong to it."""

    def __init__(
        self,
        name: str,
        templates: Mapping[str, Json],
        claims: Sequence[str] = ("data",),
        namespace: str = "prod",
    ) -> None:
        self.name = name
        self.namespace = namespace
        self.templates = {letter: self._template(spec) for letter, spec in templates.items()}
        self.claim_names = claims

    def _template(self, spec: Json) -> Json:
        container = {"name": self.name, "image": "registry.example.com/app:1", **_CONTAINER}
        whole = {**_POD, **spec}
        given = whole.get("containers", [{}])
        whole["containers"] = [{**container, **each} for each in given]
        return {"metadata": {"labels": {"app": self.name}}, "spec": whole}

    @property
    def owner(self) -> Json:
        """Returns the owner reference of what belongs to the StatefulSet."""
        reference = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": self.name}
        return {**reference, "uid": f"uid-{self.name}", "controller": True, "blockOwnerDeletion": True}

    def metadata(self, name: str, **more: Any) -> Json:
        """Returns the metadata of an object in the namespace of the StatefulSet."""
        return {"name": name, "namespace": self.namespace, "creationTimestamp": CREATED, **more}

    def stateful_set(
        self,
        replicas: int,
        *,
        current: str = "a",
        update: str = "a",
        status: Json | None = None,
        annotations: Json | None = None,
        **spec: Any,
    ) -> Json:
        """Returns the StatefulSet; its template is that of the revision ``update``."""
        whole = {
            "replicas": replicas,
            "serviceName": self.name,
            "podManagementPolicy": "OrderedReady",
            "revisionHistoryLimit": 10,
            "selector": {"matchLabels": {"app": self.name}},
            "template": self.templates[update],
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
            "volumeClaimTemplates": [self._claim_template(name) for name in self.claim_names],
            **spec,
        }
        counts = {
            "observedGeneration": 3,
            "collisionCount": 0,
            "replicas": replicas,
            "currentRevision": f"{self.name}-{current}",
            "updateRevision": f"{self.name}-{update}",
            **(status or {}),
        }
        noted = {"annotations": annotations} if annotations else {}
        metadata = self.metadata(self.name, uid=f"uid-{self.name}", generation=3, **noted)
        head = {"apiVersion": "apps/v1", "kind": "StatefulSet"}
        return {**head, "metadata": metadata, "spec": whole, "status": counts}

    def _claim_template(self, name: str) -> Json:
        requests = {"requests": {"storage": "10Gi"}}
        spec = {"accessModes": ["ReadWriteOnce"], "resources": requests, "volumeMode": "Filesystem"}
        head = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
        return {**head, "metadata": {"name": name}, "spec": spec, "status": {"phase": "Pending"}}

    def revisions(self) -> list[Json]:
        """Returns the ControllerRevisions."""
        return [
            {
                "apiVersion": "apps/v1",
                "kind": "ControllerRevision",
                "metadata": self.metadata(
                    f"{self.name}-{letter}", labels={"app": self.name}, ownerReferences=[self.owner]
                ),
                "data": {"spec": {"template": {**template, "$patch": "replace"}}},
                "revision": number,
            }
            for number, (letter, template) in enumerate(self.templates.items(), 1)
        ]

    def pod(
        self,
        ordinal: int,
        revision: str = "a",
        *,
        node: str | None = "worker-1",
        status: Json | None = None,
        claims: Sequence[str] | None = None,
        labels: Json | None = None,
        **metadata: Any,
    ) -> Json:
        """Returns a pod: Running and Ready unless ``status`` says otherwise, unscheduled without ``node``."""
        name = f"{self.name}-{ordinal}"
        template = self.templates[revision]
        own = {
            "app": self.name,
            "controller-revision-hash": f"{self.name}-{revision}",
            "statefulset.kubernetes.io/pod-name": name,
            "apps.kubernetes.io/pod-index": str(ordinal),
            **(labels or {}),
        }
        whole = self.metadata(
            name, **{"uid": f"uid-{name}", "labels": own, "ownerReferences": [self.owner], **metadata}
        )
        mounted = self.claim_names if claims is None else claims
        volumes = [
            {"name": each, "persistentVolumeClaim": {"claimName": f"{each}-{name}"}} for each in mounted
        ]
        spec = {**template["spec"], "hostname": name, "subdomain": self.name, "volumes": volumes}
        if node:
            spec["nodeName"] = node
        head = {"apiVersion": "v1", "kind": "Pod"}
        return {**head, "metadata": whole, "spec": spec, "status": status or running()}

    def claim(self, ordinal: int, template: str = "data", *, phase: str = "Bound", **more: Any) -> Json:
        """Returns the claim of a template and an ordinal; ``spec`` and ``metadata`` fields can be given."""
        name = f"{template}-{self.name}-{ordinal}"
        spec: Json = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}}
        if phase == "Bound":
            spec["volumeName"] = f"pv-{name}"
        spec.update(more.pop("spec", {}))
        metadata = self.metadata(name, uid=f"uid-{name}", labels={"app": self.name}, **more)
        head = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
        return {**head, "metadata": metadata, "spec": spec, "status": {"phase": phase}}

    def claims(self, *ordinals: int) -> list[Json]:
        """Returns bound claims of all templates and these ordinals."""
        return [self.claim(ordinal, template) for ordinal in ordinals for template in self.claim_names]

    def volume(self, ordinal: int, *, node: str | None = None, phase: str = "Bound", **spec: Any) -> Json:
        """Returns the PersistentVolume of the claim ``data`` of an ordinal, local to ``node`` if given."""
        claim = f"data-{self.name}-{ordinal}"
        whole: Json = {
            "accessModes": ["ReadWriteOnce"],
            "capacity": {"storage": "10Gi"},
            "persistentVolumeReclaimPolicy": "Retain",
            "claimRef": {
                "kind": "PersistentVolumeClaim",
                "namespace": self.namespace,
                "name": claim,
                "uid": f"uid-{claim}",
            },
            **spec,
        }
        if node:
            whole["nodeAffinity"] = required("kubernetes.io/hostname", node)
        metadata = {"name": f"pv-{claim}", "creationTimestamp": CREATED}
        head = {"apiVersion": "v1", "kind": "PersistentVolume"}
        return {**head, "metadata": metadata, "spec": whole, "status": {"phase": phase}}

    def event(self, kind: str, name: str, reason: str, message: str) -> Json:
        """Returns a warning about an object."""
        about = {"kind": kind, "namespace": self.namespace, "name": name}
        metadata = self.metadata(f"{name}.{reason.lower()}")
        head = {"apiVersion": "v1", "kind": "Event", "type": "Warning"}
        known = {"reason": reason, "message": message, "lastTimestamp": "2026-03-02T11:50:00Z"}
        return {**head, "metadata": metadata, "involvedObject": about, **known}


def required(key: str, *values: str) -> Json:
    """Returns the node affinity of a PersistentVolume."""
    expression = {"key": key, "operator": "In", "values": list(values)}
    return {"required": {"nodeSelectorTerms": [{"matchExpressions": [expression]}]}}


def condition(kind: str, status: str, **more: Any) -> Json:
    """Returns a condition of a pod or a node."""
    since = READY_SINCE if status == "True" else FAILED_SINCE
    return {"type": kind, "status": status, "lastTransitionTime": since, **more}


def running(*, ready: bool = True, **more: Any) -> Json:
    """Returns the status of a pod that runs."""
    return {"phase": "Running", "conditions": [condition("Ready", str(ready))], **more}


def waiting(reason: str, message: str = "", *, init: bool = False, ended: Json | None = None) -> Json:
    """Returns the status of a pod whose container waits; ``ended`` is how it ended last."""
    container: Json = {
        "name": "prepare" if init else "app",
        "ready": False,
        "restartCount": 14 if ended else 0,
    }
    container["state"] = {"waiting": {"reason": reason, "message": message}}
    if ended:
        container["lastState"] = {"terminated": ended}
    phase = "Running" if ended and not init else "Pending"
    key = "initContainerStatuses" if init else "containerStatuses"
    return {"phase": phase, "conditions": [condition("Ready", "False")], key: [container]}


def unscheduled(message: str) -> Json:
    """Returns the status of a pod for which the scheduler finds no node."""
    scheduled = condition("PodScheduled", "False", reason="Unschedulable", message=message)
    return {"phase": "Pending", "conditions": [scheduled]}


def node(name: str, *, ready: str = "True", cordoned: bool = False, labels: Json | None = None) -> Json:
    """Returns a node; ``ready`` is the status of its condition."""
    own = {"kubernetes.io/hostname": name, **(labels or {})}
    metadata = {"name": name, "creationTimestamp": CREATED, "labels": own}
    spec = {"unschedulable": True} if cordoned else {}
    status = {"conditions": [condition("Ready", ready)]}
    return {"apiVersion": "v1", "kind": "Node", "metadata": metadata, "spec": spec, "status": status}


def of_objects(*items: Any) -> Inventory:
    """Returns the inventory of objects, and of lists of objects."""
    whole = [each for item in items for each in (item if isinstance(item, list) else [item])]
    return inventory_of(read_objects("snapshot.json", json.dumps({"kind": "List", "items": whole})))
