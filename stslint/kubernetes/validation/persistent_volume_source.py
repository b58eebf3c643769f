"""Validation of what a PersistentVolume is kept on: exactly one source, and its fields.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes import names
from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.iscsi_volume import validate_iscsi_volume
from stslint.kubernetes.validation.whole_object import entry_path, warning
from stslint.model import Node, Problem

# In the order in which the API server takes the first and refuses the rest.
SOURCES = (
    *("hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd"),
    *("quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile", "vsphereVolume"),
    *("photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi"),
)

MOUNTABLE_WITH_OPTIONS = (
    *("gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "nfs", "rbd", "quobyte", "iscsi", "cinder"),
    *("cephfs", "azureFile", "vsphereVolume", "azureDisk", "photonPersistentDisk"),
)

REQUIRED: dict[str, tuple[str, ...]] = {
    "hostPath": ("path",),
    "gcePersistentDisk": ("pdName",),
    "awsElasticBlockStore": ("volumeID",),
    "glusterfs": ("endpoints", "path"),
    "nfs": ("server", "path"),
    "rbd": ("monitors", "image"),
    "quobyte": ("registry", "volume"),
    "cephfs": ("monitors",),
    "cinder": ("volumeID",),
    "flexVolume": ("driver",),
    "azureFile": ("secretName", "shareName"),
    "vsphereVolume": ("volumePath",),
    "photonPersistentDisk": ("pdID",),
    "portworxVolume": ("volumeID",),
    "azureDisk": ("diskName", "diskURI"),
    "scaleIO": ("gateway", "system", "volumeName"),
    "local": ("path",),
    "storageos": ("volumeName",),
    "csi": ("driver", "volumeHandle"),
}

# Where the API server's path differs from the field's name: of the source's fields, and of the source.
PATHS = {"gcePersistentDisk": "persistentDisk"}
PATHS_OF_REST = {"cephfs": "cephFS"}

DEPRECATED = {
    "cephfs": "does nothing from 1.31 on",
    "photonPersistentDisk": "does nothing from 1.16 on",
    "scaleIO": "does nothing from 1.22 on",
    "storageos": "does nothing from 1.25 on",
    "glusterfs": "does nothing from 1.26 on",
    "rbd": "does nothing from 1.31 on",
}
WARNED_AS = {"storageos": "spec.storageOS"}
DEPRECATED_MINOR = 28

HOST_PATH_TYPES = (
    *("DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"),
)
CACHING_MODES = ("None", "ReadOnly", "ReadWrite")
DISK_KINDS = ("Shared", "Dedicated", "Managed")
TENANT_LENGTH = 64
DRIVER_LENGTH = 63
RESERVED_DOMAINS = (".kubernetes.io", ".k8s.io")
CSI_SECRETS = ("controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef")
NODE_EXPAND_SECRET, NODE_EXPAND_MINOR = "nodeExpandSecretRef", 27
LONG_SECRET_NAME_MINOR = 27


def validate_volume_source(spec: Node, volume: str, minor: int) -> Iterator[Problem]:
    """Yields the faults of the one source of a volume of that name, and of any second one."""
    first = ""
    for key in SOURCES:
        node = spec.get(key)
        if not node:
            continue
        if first and key != "flexVolume":
            field = f"{spec.path}.{PATHS_OF_REST.get(key, key)}"
            yield _second(node, key, first, field)
            continue
        first = first or key
        yield from _source(key, node, volume, minor)
        if key == "local" and not spec.get("nodeAffinity"):
            yield fields.missing(spec.get("nodeAffinity"), "a local volume must name its node")
    if not first:
        message = "the volume has no source, such as `csi`, `nfs` or `local`"
        yield Problem(spec, message, rule="required-field-missing", field="spec")


def warn_of_volume_source(spec: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about sources that Kubernetes has given up."""
    for key, fate in DEPRECATED.items():
        node = spec.get(key)
        if node and minor >= DEPRECATED_MINOR:
            yield warning(node, f"`{key}` is deprecated, and {fate}", field=WARNED_AS.get(key, ""))


def _second(node: Node, key: str, first: str, field: str) -> Problem:
    message = f"a volume has one source: `{key}` can't stand beside `{first}`"
    return Problem(node, message, rule="forbidden-field", help="keep one", on="key", field=field)


def _source(key: str, node: Node, volume: str, minor: int) -> Iterator[Problem]:
    path = f"spec.{PATHS[key]}" if key in PATHS else ""
    for name in REQUIRED.get(key, ()):
        child = node.get(name)
        if not child.string() and not child.elements():
            yield Problem(
                child, f"`{name}` is missing", rule="required-field-missing", field=path and f"{path}.{name}"
            )
    if key == "iscsi":
        yield from validate_iscsi_volume(node, volume)
    elif key == "csi":
        yield from _csi(node, minor)
    else:
        check = _CHECKS.get(key)
        if check is not None:
            yield from check(node)


def _host_path(node: Node) -> Iterator[Problem]:
    yield from _no_parent(node.get("path"))
    if node.get("path").string():
        yield from fields.enum(node.get("type"), HOST_PATH_TYPES, default="any")


def _local(node: Node) -> Iterator[Problem]:
    return _no_parent(node.get("path"))


def _no_parent(path: Node) -> Iterator[Problem]:
    if ".." in path.string().split("/"):
        yield Problem(path, "`..` is not allowed in a path", rule="invalid-format")


def _disk(node: Node) -> Iterator[Problem]:
    field = "spec.persistentDisk.partition" if node.key == "gcePersistentDisk" else ""
    yield from fields.in_range(node.get("partition"), 0, 255, field=field)


def _nfs(node: Node) -> Iterator[Problem]:
    path = node.get("path")
    if path.string() and not path.string().startswith("/"):
        yield Problem(path, "the path of an NFS share must begin with `/`", rule="invalid-format")


def _glusterfs(node: Node) -> Iterator[Problem]:
    namespace = node.get("endpointsNamespace")
    fault = names.dns_label(namespace.string()) if namespace else ""
    if fault:
        yield fields.bad_name(namespace, namespace.string(), fault)


def _flocker(node: Node) -> Iterator[Problem]:
    name, uuid = node.get("datasetName"), node.get("datasetUUID")
    if bool(name.string()) == bool(uuid.string()):
        message = "exactly one of `datasetName` and `datasetUUID` is needed"
        rule = "forbidden-field" if name.string() else "required-field-missing"
        yield Problem(node, message, rule=rule)
    if "/" in name.string():
        yield Problem(name, "`/` is not allowed in `datasetName`", rule="invalid-format")


def _quobyte(node: Node) -> Iterator[Problem]:
    registry, tenant = node.get("registry"), node.get("tenant")
    if not registry.string():
        return
    if len(tenant.string().encode()) > TENANT_LENGTH:
        message = f"`tenant` has at most {TENANT_LENGTH} characters"
        yield Problem(tenant, message, rule="too-long")
    elif not all(_host_and_port(pair) for pair in registry.string().split(",")):
        message = "`registry` is a list of `host:port`, with commas between them"
        yield Problem(registry, message, rule="invalid-format")


def _host_and_port(text: str) -> bool:
    """Returns whether a text is a host and a port; an IPv6 host stands in brackets."""
    host, colon, port = text.rpartition(":")
    if not colon or "[" in port or "]" in port:
        return False
    if host.startswith("["):
        return host.endswith("]") and host.count("[") == 1 and host.count("]") == 1
    return not any(sign in host for sign in ":[]")


def _fc(node: Node) -> Iterator[Problem]:
    names_, ids, lun = node.get("targetWWNs"), node.get("wwids"), node.get("lun")
    if bool(names_.elements()) == bool(ids.elements()):
        message = "exactly one of `targetWWNs` and `wwids` is needed"
        rule = "forbidden-field" if names_.elements() else "required-field-missing"
        yield Problem(names_, message, rule=rule)
    if names_.elements():
        if lun:
            yield from fields.in_range(lun, 0, 255)
        else:
            yield fields.missing(lun, "`targetWWNs` needs it")


def _flex(node: Node) -> Iterator[Problem]:
    for key, option in node.get("options").entries().items():
        domain = "." + key.split("/", 1)[0].lower()
        if domain.endswith(RESERVED_DOMAINS):
            message = f"the option `{fields.shorten(key)}` is in a domain that is Kubernetes' own"
            yield Problem(option, message, rule="invalid-name", on="key", field=entry_path(option))


def _azure_file(node: Node) -> Iterator[Problem]:
    namespace = node.get("secretNamespace")
    if namespace and not namespace.string():
        yield fields.missing(namespace, "write a namespace, or leave the field out")


def _azure_disk(node: Node) -> Iterator[Problem]:
    uri, kind, caching = node.get("diskURI"), node.get("kind"), node.get("cachingMode")
    for child, allowed in ((caching, CACHING_MODES), (kind, DISK_KINDS)):
        if child and child.string() not in allowed:
            yield fields.not_one_of(child, child.string(), allowed)
    managed = kind.string() == "Managed"
    start = "/subscriptions/" if managed else "https://"
    if not uri.string().startswith(start):
        disk = "a managed disk" if managed else "a disk that isn't managed"
        yield Problem(uri, f"`diskURI` of {disk} must begin with `{start}`", rule="invalid-format")


def _cinder(node: Node) -> Iterator[Problem]:
    reference = node.get("secretRef")
    for key in ("name", "namespace") if reference else ():
        yield from fields.required(reference.get(key))


def _storageos(node: Node) -> Iterator[Problem]:
    for key in ("volumeName", "volumeNamespace"):
        yield from fields.name(node.get(key))
    yield from _cinder(node)


def _csi(node: Node, minor: int) -> Iterator[Problem]:
    driver = node.get("driver")
    text = driver.string()
    if len(text.encode()) > DRIVER_LENGTH:
        yield Problem(driver, f"a driver's name has at most {DRIVER_LENGTH} characters", rule="too-long")
    fault = names.dns_subdomain(text.lower()) if text else ""
    if fault:
        yield fields.bad_name(driver, text, fault)
    form = names.dns_subdomain if minor >= LONG_SECRET_NAME_MINOR else names.dns_label
    keys = (*CSI_SECRETS, NODE_EXPAND_SECRET) if minor >= NODE_EXPAND_MINOR else CSI_SECRETS
    for key in keys:
        reference = node.get(key)
        if reference:
            yield from fields.required_name(reference.get("name"), form)
            yield from fields.required_name(reference.get("namespace"))


_CHECKS: dict[str, Callable[[Node], Iterator[Problem]]] = {
    "hostPath": _host_path,
    "local": _local,
    "gcePersistentDisk": _disk,
    "awsElasticBlockStore": _disk,
    "nfs": _nfs,
    "glusterfs": _glusterfs,
    "flocker": _flocker,
    "quobyte": _quobyte,
    "fc": _fc,
    "flexVolume": _flex,
    "azureFile": _azure_file,
    "azureDisk": _azure_disk,
    "cinder": _cinder,
    "storageos": _storageos,
}
