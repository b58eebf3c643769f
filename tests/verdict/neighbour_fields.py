"""The manifests that the generator starts from, and for each field the values that it tries."""

from __future__ import annotations

from typing import Any

from tests.verdict.neighbour_data import ACCOUNT, CONFIG, SECRET
from tests.verdict.neighbour_service import SERVICE
from tests.verdict.neighbour_storage import CLAIM, STORAGE, VOLUME
from tests.verdict.neighbour_values import AMOUNTS, DELETE, LABELS, NAMES, SELECTORS, cased, encoded


def _meta(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


EVERY_KIND: dict[str, list[Any]] = {
    "metadata|name": [*NAMES, None, DELETE, "a/b", "a%b", ".", ".."],
    "metadata|generateName": ["web-", "Web-", "a" * 60, ""],
    "metadata|namespace": ["default", "Bad_", "", "a.b"],
    "metadata|labels": LABELS,
    "metadata|annotations": [
        *({"a b": "c"}, {"A/b": "c d"}, {"": "x"}, None, {"a": "x" * 262144}, {"a": "x" * 262140}),
    ],
    "metadata|generation": [-1, 1],
    "metadata|finalizers": [
        ["example.com/a"],
        ["kubernetes"],
        ["a b"],
        ["a"],
        ["orphan", "foregroundDeletion"],
    ],
    "metadata|ownerReferences": [
        [{"apiVersion": "v1", "kind": "Pod", "name": "a", "uid": "b"}],
        [{"apiVersion": "", "kind": "", "name": "", "uid": ""}],
    ],
}

BUDGET: dict[str, list[Any]] = {
    "spec|minAvailable": AMOUNTS,
    "spec|maxUnavailable": AMOUNTS,
    "spec|selector": SELECTORS,
    "spec|unhealthyPodEvictionPolicy": cased("AlwaysAllow", "IfHealthyBudget"),
    "spec": [None, {}, DELETE],
}

FIELDS: dict[str, dict[str, list[Any]]] = {
    "every kind": EVERY_KIND,
    "service": SERVICE,
    "budget": BUDGET,
    "claim": CLAIM,
    "volume": VOLUME,
    "storage": STORAGE,
    "config": CONFIG,
    "secret": SECRET,
    "account": ACCOUNT,
}


def _object(api_version: str, kind: str, **parts: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": _meta("web"), **parts}


def _service(**spec: Any) -> dict[str, Any]:
    return _object("v1", "Service", spec={"selector": {"app": "web"}, "ports": [{"port": 80}], **spec})


def _secret(kind: str, **data: str) -> dict[str, Any]:
    return _object("v1", "Secret", type=kind, data={key: encoded(value) for key, value in data.items()})


_CLAIM_SPEC = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
_VOLUME_SPEC = {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}}

BASES: dict[str, dict[str, Any]] = {
    "service/plain": _service(),
    "service/headless": _service(clusterIP="None"),
    "service/nodeport": _service(type="NodePort"),
    "service/balancer": _service(type="LoadBalancer"),
    "service/local": _service(type="LoadBalancer", externalTrafficPolicy="Local", healthCheckNodePort=30001),
    "service/name": _object("v1", "Service", spec={"type": "ExternalName", "externalName": "example.com"}),
    "service/external": _service(externalIPs=["192.168.1.1"]),
    "service/affine": _service(sessionAffinity="ClientIP"),
    "service/dual": _service(
        ipFamilies=["IPv4", "IPv6"], ipFamilyPolicy="PreferDualStack", clusterIP="10.0.0.1"
    ),
    "service/six": _service(ipFamilies=["IPv6"], clusterIP="fd00::1"),
    "budget/plain": _object(
        "policy/v1", "PodDisruptionBudget", spec={"selector": {"matchLabels": {"a": "b"}}}
    ),
    "claim/plain": _object("v1", "PersistentVolumeClaim", spec=_CLAIM_SPEC),
    "volume/nfs": _object(
        "v1", "PersistentVolume", spec={**_VOLUME_SPEC, "nfs": {"server": "a", "path": "/b"}}
    ),
    "volume/none": _object("v1", "PersistentVolume", spec=_VOLUME_SPEC),
    "volume/csi": _object(
        "v1", "PersistentVolume", spec={**_VOLUME_SPEC, "csi": {"driver": "a", "volumeHandle": "b"}}
    ),
    "volume/root": _object(
        "v1",
        "PersistentVolume",
        spec={**_VOLUME_SPEC, "hostPath": {"path": "//"}, "persistentVolumeReclaimPolicy": "Recycle"},
    ),
    "storage/plain": _object("storage.k8s.io/v1", "StorageClass", provisioner="example.com/disk"),
    "config/plain": _object("v1", "ConfigMap", data={"shared": "b"}),
    "secret/plain": _object("v1", "Secret"),
    "secret/tls": _secret("kubernetes.io/tls"),
    "secret/docker": _secret("kubernetes.io/dockerconfigjson"),
    "secret/cfg": _secret("kubernetes.io/dockercfg"),
    "secret/basic": _secret("kubernetes.io/basic-auth"),
    "secret/ssh": _secret("kubernetes.io/ssh-auth"),
    "secret/token": _secret("kubernetes.io/service-account-token"),
    "account/plain": _object("v1", "ServiceAccount"),
}
