"""Validation of the storage of a PersistentVolume: exactly one source, with the fields that pods do not have.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.network_volumes import NETWORK_SOURCES
from stslint.kubernetes.validation.paths import step_back_fault
from stslint.kubernetes.validation.volume_sources import LOCAL_SOURCES, MAXIMUM_DRIVER_NAME
from stslint.kubernetes.validation.whole_object import warning
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

# In the order in which the API server accepts the first one and refuses the rest.
SOURCES = (
    *("hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd"),
    *("quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile", "vsphereVolume"),
    *("photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi"),
)

# The one source that the API server accepts as a second, too.
NEVER_TOO_MANY = "flexVolume"

MOUNTABLE_WITH_OPTIONS = (
    *("gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "nfs", "rbd", "quobyte", "iscsi", "cinder"),
    *("cephfs", "azureFile", "vsphereVolume", "azureDisk", "photonPersistentDisk"),
)

DEPRECATED = {
    "cephfs": "has no effect since Kubernetes 1.31",
    "photonPersistentDisk": "has no effect since Kubernetes 1.16",
    "scaleIO": "has no effect since Kubernetes 1.22",
    "storageos": "has no effect since Kubernetes 1.25",
    "glusterfs": "has no effect since Kubernetes 1.26",
    "rbd": "has no effect since Kubernetes 1.31",
}
DEPRECATED_MINOR = 28

# Where the API server's path is not the field's: for an additional source, and for a deprecated one.
REFUSED_AS = {"cephfs": "spec.cephFS"}
WARNED_AS = {"storageos": "spec.storageOS"}

# The node builds a name of this length from a volume's name and its portal.
PORTAL_CHARACTERS = 64

CSI_SECRETS = ("controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef")
NODE_EXPAND_SECRET, NODE_EXPAND_MINOR = "nodeExpandSecretRef", 27
LONG_SECRET_NAME_MINOR = 27


def validate_volume_source(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of the one source of a volume, and of any second one; ``root`` is the volume."""
    spec = root.get("spec")
    first = ""
    for key in SOURCES:
        source = spec.get(key)
        if not source:
            continue
        if first and key != NEVER_TOO_MANY:
            yield _second(source, key, first)
            continue
        first = first or key
        yield from _source(source, key, root, minor)
    if not first:
        message = "the volume has no source, such as `csi`, `nfs` or `local`"
        yield Problem(spec, message, rule="required-field-missing")


def warn_of_volume_source(spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about sources that Kubernetes no longer supports."""
    for key, fate in DEPRECATED.items():
        source = spec.get(key)
        if source and minor >= DEPRECATED_MINOR:
            yield warning(source, f"`{key}` is deprecated, and {fate}", field=WARNED_AS.get(key, ""))


def _second(source: Node, key: str, first: str) -> Problem:
    message = f"a volume has exactly one source: `{key}` cannot be combined with `{first}`"
    field = REFUSED_AS.get(key, "")
    return Problem(source, message, rule="forbidden-field", help="keep one", on="key", field=field)


def _source(source: Node, key: str, root: Node, minor: int) -> Iterator[Problem]:
    if key == "csi":
        yield from _csi(source, minor)
        return
    shared = LOCAL_SOURCES.get(key) or NETWORK_SOURCES.get(key)
    if shared is not None:
        yield from shared(source)
    own = _CHECKS.get(key)
    if own is not None:
        yield from own(source, root)


def _local(source: Node, root: Node) -> Iterator[Problem]:
    path, affinity = source.get("path"), root.get("spec").get("nodeAffinity")
    yield from fields.required(path)
    fault = step_back_fault(path.string())
    if fault:
        yield fields.bad_name(path, path.string(), fault, rule="invalid-format")
    if not affinity:
        yield fields.missing(affinity, "a local volume must name its node")


def _glusterfs(source: Node, root: Node) -> Iterator[Problem]:
    namespace = source.get("endpointsNamespace")
    fault = names.dns_label(namespace.string()) if namespace else ""
    if fault:
        yield fields.bad_name(namespace, namespace.string(), fault)


def _azure_file(source: Node, root: Node) -> Iterator[Problem]:
    namespace = source.get("secretNamespace")
    if namespace and not namespace.string():
        yield fields.missing(namespace, "set a namespace, or remove the field")


def _secret_namespace(source: Node, root: Node) -> Iterator[Problem]:
    secret = source.get("secretRef")
    if secret:
        yield from fields.required(secret.get("namespace"))


def _iscsi(source: Node, root: Node) -> Iterator[Problem]:
    portal, secret = source.get("targetPortal"), source.get("secretRef")
    volume = root.get("metadata").get("name").string()
    if source.get("initiatorName") and len(f"{volume}:{portal.string()}".encode()) > PORTAL_CHARACTERS:
        limit = f"at most {PORTAL_CHARACTERS} characters together"
        message = f"with `initiatorName`, the volume's name and `targetPortal` can have {limit}"
        yield Problem(portal, message, rule="too-long", field=f"{source.path}.targetportal")
    if secret:
        yield from fields.required(secret.get("name"))


def _csi(source: Node, minor: int) -> Iterator[Problem]:
    driver = source.get("driver")
    if len(driver.string().encode()) > MAXIMUM_DRIVER_NAME:
        message = f"a driver's name has at most {MAXIMUM_DRIVER_NAME} characters"
        yield Problem(driver, message, rule="too-long")
    else:
        yield from fields.required_name(driver, lambda text: names.dns_subdomain(text.lower()))
    yield from fields.required(source.get("volumeHandle"))
    form = names.dns_subdomain if minor >= LONG_SECRET_NAME_MINOR else names.dns_label
    for key in (*CSI_SECRETS, NODE_EXPAND_SECRET) if minor >= NODE_EXPAND_MINOR else CSI_SECRETS:
        secret = source.get(key)
        if secret:
            yield from fields.required_name(secret.get("name"), form)
            yield from fields.required_name(secret.get("namespace"))


_CHECKS: dict[str, Callable[[Node, Node], Iterator[Problem]]] = {
    "local": _local,
    "glusterfs": _glusterfs,
    "azureFile": _azure_file,
    "cinder": _secret_namespace,
    "storageos": _secret_namespace,
    "iscsi": _iscsi,
}
