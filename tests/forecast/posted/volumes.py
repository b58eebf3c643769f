"""Claims that are not bound, volumes in another place, and claims that are gone."""

from __future__ import annotations

from typing import Any

from tests.forecast.posted.case import Posted
from tests.support.snapshots import (
    FAILED_SINCE,
    Workload,
    condition,
    node,
    required,
    unscheduled,
)

_MINIO = Workload("minio", {"a": {}})
_SVC = Workload("svc", {"a": {}})
_PROM = Workload("prometheus", {"a": {}})
_MYSQL = Workload("mysql", {"a": {}})
_NGINX = Workload("nginx", {"a": {}})
_LOCAL = Workload("local", {"a": {}})
_HORN = Workload("horn", {"a": {}})
_SMB = Workload("smb", {"a": {}})
_CORDON = Workload("disk", {"a": {}})
_ZONE = "topology.kubernetes.io/zone"
_CONFLICT = "0/3 nodes are available: 3 node(s) had volume node affinity conflict"
_UNBOUND = "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims"
_CREATING = {
    "phase": "Pending",
    "conditions": [condition("PodScheduled", "True"), condition("Ready", "False")],
}


def _class(name: str, **more: Any) -> dict[str, Any]:
    head = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": name}}
    return {**head, "provisioner": "csi.example.com", "volumeBindingMode": "Immediate", **more}


VOLUMES = (
    Posted(
        "local-volume-of-a-replaced-node",
        "https://github.com/kubernetes/kubernetes/issues/119967",
        "The volume is local to a node that was replaced. Delete the claim and the pod; the data is lost.",
        [
            _MINIO.stateful_set(2),
            _MINIO.revisions(),
            _MINIO.pod(0, node=None, status=unscheduled(_CONFLICT)),
            _MINIO.pod(1, node="worker-2"),
            _MINIO.claims(0, 1),
            [_MINIO.volume(0, node="worker-1"), _MINIO.volume(1, node="worker-2")],
            [node("worker-2"), node("worker-3"), node("worker-4")],
        ],
        "stuck",
        "node worker-1, which does not exist",
        "kubectl delete pvc data-minio-0",
        "minio-0",
    ),
    Posted(
        "zone-of-the-volume",
        "https://github.com/kubernetes/kubernetes/issues/97386",
        "The volume is in a zone in which no node has room. A node in that zone is needed.",
        [
            _SVC.stateful_set(1),
            _SVC.revisions(),
            _SVC.pod(0, node=None, status=unscheduled(_CONFLICT)),
            _SVC.claims(0),
            [_SVC.volume(0, nodeAffinity=required(_ZONE, "eu-1a"))],
            [node("worker-2", labels={_ZONE: "eu-1b"}), node("worker-3", labels={_ZONE: "eu-1c"})],
        ],
        "stuck",
        f"{_ZONE} in eu-1a",
        f"add a node with {_ZONE} in eu-1a",
        "svc-0",
    ),
    Posted(
        "no-such-class",
        "https://github.com/kubernetes/kubernetes/issues/81714",
        "The StorageClass of the claim does not exist. Create it.",
        [
            _PROM.stateful_set(1),
            _PROM.revisions(),
            _PROM.pod(0, node=None, status=unscheduled(_UNBOUND)),
            _PROM.claim(0, phase="Pending", spec={"storageClassName": "standard"}),
            [_class("gp2"), node("worker-1")],
            _PROM.event(
                "PersistentVolumeClaim",
                "data-prometheus-0",
                "ProvisioningFailed",
                'storageclass.storage.k8s.io "standard" not found',
            ),
        ],
        "stuck",
        "StorageClass standard does not exist",
        "create the StorageClass standard",
        "prometheus-0",
    ),
    Posted(
        "no-class-at-all",
        "https://github.com/hashicorp/consul-helm/issues/48",
        "The claim names no class, and the cluster has no default one. Make a class the default.",
        [
            _MYSQL.stateful_set(1),
            _MYSQL.revisions(),
            _MYSQL.pod(0, node=None, status=unscheduled(_UNBOUND)),
            _MYSQL.claim(0, phase="Pending"),
            [_class("gp2"), node("worker-1")],
        ],
        "stuck",
        "no StorageClass is the default",
        "default StorageClass",
        "mysql-0",
    ),
    Posted(
        "claim-and-pod-deleted",
        "https://github.com/kubernetes/kubernetes/issues/89910",
        "The claim was deleted with the pod, and the new pod waits for it. Delete the pod once more.",
        [
            _NGINX.stateful_set(2),
            _NGINX.revisions(),
            _NGINX.pod(0),
            _NGINX.pod(1, node=None, status=unscheduled('persistentvolumeclaim "data-nginx-1" not found')),
            _NGINX.claims(0),
            [node("worker-1")],
        ],
        "stuck",
        "PersistentVolumeClaim data-nginx-1 does not exist",
        "kubectl delete pod nginx-1",
        "nginx-1",
        version="1.25",
    ),
    Posted(
        "claim-terminating",
        "https://github.com/kubernetes/kubernetes/issues/74374",
        "The new pod uses a claim that is being deleted. Delete the pod: claim and pod are created again.",
        [
            _LOCAL.stateful_set(1),
            _LOCAL.revisions(),
            _LOCAL.pod(
                0, node=None, status=unscheduled('persistentvolumeclaim "data-local-0" is being deleted')
            ),
            _LOCAL.claim(0, deletionTimestamp=FAILED_SINCE, finalizers=["kubernetes.io/pvc-protection"]),
            [node("worker-1")],
        ],
        "stuck",
        "PersistentVolumeClaim data-local-0 is being deleted",
        "kubectl delete pod local-0",
        "local-0",
    ),
    Posted(
        "attached-elsewhere",
        "https://github.com/longhorn/longhorn/issues/5345",
        "A stale VolumeAttachment holds the volume on the former node. Delete the VolumeAttachment.",
        [
            _HORN.stateful_set(1),
            _HORN.revisions(),
            _HORN.pod(0, status=_CREATING),
            _HORN.claims(0),
            [node("worker-1"), node("worker-2")],
            _HORN.event(
                "Pod",
                "horn-0",
                "FailedAttachVolume",
                'Multi-Attach error for volume "pv-data-horn-0" Volume is already exclusively attached to '
                "one node and can't be attached to another",
            ),
        ],
        "stuck",
        "Multi-Attach error",
        "VolumeAttachment",
        "horn-0",
    ),
    Posted(
        "released-volume",
        "https://github.com/kubernetes-csi/csi-driver-smb/issues/821",
        "The volume is Released and still names the former claim. Remove `claimRef.uid` from it.",
        [
            _SMB.stateful_set(1),
            _SMB.revisions(),
            _SMB.pod(0, node=None, status=unscheduled(_UNBOUND)),
            _SMB.claim(0, phase="Pending", spec={"volumeName": "pv-data-smb-0", "storageClassName": "smb"}),
            [
                _SMB.volume(
                    0,
                    phase="Released",
                    claimRef={"namespace": "prod", "name": "data-smb-0", "uid": "uid-former"},
                    storageClassName="smb",
                )
            ],
            [_class("smb"), node("worker-1")],
        ],
        "stuck",
        "PersistentVolume pv-data-smb-0 is Released",
        "kubectl patch pv pv-data-smb-0",
        "smb-0",
    ),
    Posted(
        "cordoned-node-of-the-volume",
        "https://github.com/kubernetes/kubernetes/issues/113139",
        "The node of the local volume is cordoned, and the pod was deleted. Uncordon the node.",
        [
            _CORDON.stateful_set(1),
            _CORDON.revisions(),
            _CORDON.pod(
                0,
                node=None,
                status=unscheduled(
                    "0/2 nodes are available: 1 node(s) had volume node affinity conflict, 1 node(s) were "
                    "unschedulable"
                ),
            ),
            _CORDON.claims(0),
            [_CORDON.volume(0, node="worker-1"), node("worker-1", cordoned=True), node("worker-2")],
        ],
        "stuck",
        "node worker-1, which is cordoned",
        "kubectl uncordon worker-1",
        "disk-0",
    ),
)
