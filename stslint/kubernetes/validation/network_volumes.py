"""Volume sources of storage systems outside the cluster, most of them deprecated.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem
from stslint.runtime.lazy_regex import pattern

HIGHEST_PARTITION = 255
HIGHEST_LUN = 255
MAXIMUM_TENANT = 64
AZURE_CACHING_MODES = ("None", "ReadOnly", "ReadWrite")
AZURE_DISK_KINDS = ("Shared", "Dedicated", "Managed")

# What must be there and not empty, in the sources that have no other requirement.
REQUIRED = {
    "glusterfs": ("endpoints", "path"),
    "rbd": ("monitors", "image"),
    "cephfs": ("monitors",),
    "azureFile": ("secretName", "shareName"),
    "vsphereVolume": ("volumePath",),
    "photonPersistentDisk": ("pdID",),
    "portworxVolume": ("volumeID",),
    "scaleIO": ("gateway", "system", "volumeName"),
}

_RESERVED_OPTIONS = (".kubernetes.io", ".k8s.io")
_HOST_AND_PORT = pattern(r"(?:\[[^\[\]]*\]|[^:\[\]]*):[^:\[\]]*\Z")

# The initiator names of RFC 3720 (iqn, eui) and RFC 3980 (naa), as the API server reads them.
_INITIATORS = {
    "iqn": pattern(r"(?s:.*)iqn\.[0-9]{4}-[0-9]{2}\.[0-9A-Za-z.-]+:[^,;*&$|\s]+\Z"),
    "eui": pattern(r"eui.[0-9A-Za-z]{16}\Z"),
    "naa": pattern(r"naa.[0-9A-Za-z]{32}\Z"),
}


def _gce_disk(source: Node) -> Iterator[Problem]:
    # The API server's path has another name than the field.
    path = f"{source.parent.path if source.parent else ''}.persistentDisk"
    name = source.get("pdName")
    if not name.string():
        yield Problem(name, "`pdName` is missing", rule="required-field-missing", field=f"{path}.pdName")
    yield from fields.in_range(source.get("partition"), 0, HIGHEST_PARTITION, field=f"{path}.partition")


def _aws_disk(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("volumeID"))
    yield from fields.in_range(source.get("partition"), 0, HIGHEST_PARTITION)


def _nfs(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("server"))
    path = source.get("path")
    yield from fields.required(path)
    if path.string() and not path.string().startswith("/"):
        yield Problem(path, "`path` must be absolute", rule="invalid-format", help="begin it with `/`")


def _iscsi(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("targetPortal"))
    yield from fields.required(source.get("iqn"))
    yield from _initiator(source.get("iqn"))
    yield from fields.in_range(source.get("lun"), 0, HIGHEST_LUN)
    chap = any(source.get(key).boolean() for key in ("chapAuthDiscovery", "chapAuthSession"))
    if chap and not source.get("secretRef"):
        yield fields.missing(source.get("secretRef"), "CHAP authentication needs a Secret")
    initiator = source.get("initiatorName")
    if initiator:
        yield from _initiator(initiator, field=f"{source.path}.initiatorname", empty=True)


def _initiator(node: Node, *, field: str = "", empty: bool = False) -> Iterator[Problem]:
    text = node.string()
    form = _INITIATORS.get(text[:3])
    if (text or empty) and (form is None or not form.match(text)):
        fault = "it has the form `iqn.yyyy-mm.domain:name`, `eui.` and 16 or `naa.` and 32 hexadecimal digits"
        yield fields.bad_name(node, text, fault, rule="invalid-format", field=field)


def _flocker(source: Node) -> Iterator[Problem]:
    name, identity = source.get("datasetName"), source.get("datasetUUID")
    if not name.string() and not identity.string():
        message = "`flocker` needs `datasetName` or `datasetUUID`"
        yield Problem(source, message, rule="required-field-missing")
    elif name.string() and identity.string():
        message = "`datasetName` and `datasetUUID` cannot be combined"
        yield Problem(source, message, rule="forbidden-field")
    if "/" in name.string():
        yield Problem(name, "`datasetName` cannot contain `/`", rule="invalid-format")


def _cinder(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("volumeID"))
    yield from _secret_reference(source)


def _secret_reference(source: Node) -> Iterator[Problem]:
    secret = source.get("secretRef")
    if secret:
        yield from fields.required(secret.get("name"))


def _quobyte(source: Node) -> Iterator[Problem]:
    registry, tenant = source.get("registry"), source.get("tenant")
    if not registry.string():
        yield fields.missing(registry, "use `host:port`; separate several with commas")
    elif len(tenant.string().encode()) > MAXIMUM_TENANT:
        yield Problem(tenant, f"`tenant` has at most {MAXIMUM_TENANT} characters", rule="too-long")
    elif not all(_HOST_AND_PORT.match(pair) for pair in registry.string().split(",")):
        help = "use `host:port`; separate several with commas"
        yield Problem(registry, "`registry` has an entry without a port", rule="invalid-format", help=help)
    yield from fields.required(source.get("volume"))


def _fibre_channel(source: Node) -> Iterator[Problem]:
    targets, identities, lun = (source.get(key) for key in ("targetWWNs", "wwids", "lun"))
    if not targets.elements() and not identities.elements():
        yield fields.missing(targets, "set `targetWWNs` or `wwids`")
    if targets.elements() and identities.elements():
        yield Problem(targets, "`targetWWNs` and `wwids` cannot be combined", rule="forbidden-field")
    if targets.elements():
        if lun:
            yield from fields.in_range(lun, 0, HIGHEST_LUN)
        else:
            yield fields.missing(lun, "`targetWWNs` needs it")


def _flex_volume(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("driver"))
    options = source.get("options")
    for key, node in options.entries().items():
        domain = f".{key.partition('/')[0].lower()}"
        if domain.endswith(_RESERVED_OPTIONS):
            message = f"the option `{fields.shorten(key)}` is reserved for Kubernetes"
            field = f"{options.path}[{key}]"
            yield Problem(node, message, rule="forbidden-field", on="key", field=field)


def _azure_disk(source: Node) -> Iterator[Problem]:
    uri, kind = source.get("diskURI"), source.get("kind")
    yield from fields.required(source.get("diskName"))
    yield from fields.required(uri)
    yield from fields.enum(source.get("cachingMode"), AZURE_CACHING_MODES)
    yield from fields.enum(kind, AZURE_DISK_KINDS)
    start = "/subscriptions/" if kind.string() == "Managed" else "https://"
    if uri.string() and not uri.string().startswith(start):
        message = f"`diskURI` of a disk of the kind `{kind.string() or 'Shared'}` begins with `{start}`"
        yield Problem(uri, message, rule="invalid-format")


def _storage_os(source: Node) -> Iterator[Problem]:
    yield from fields.required_name(source.get("volumeName"))
    yield from fields.name(source.get("volumeNamespace"), names.dns_label)
    yield from _secret_reference(source)


def _asks_for(keys: tuple[str, ...]) -> Callable[[Node], Iterator[Problem]]:
    def check(source: Node) -> Iterator[Problem]:
        for key in keys:
            yield from fields.required(source.get(key))

    return check


NETWORK_SOURCES: dict[str, Callable[[Node], Iterator[Problem]]] = {
    "gcePersistentDisk": _gce_disk,
    "awsElasticBlockStore": _aws_disk,
    "nfs": _nfs,
    "iscsi": _iscsi,
    "flocker": _flocker,
    "cinder": _cinder,
    "quobyte": _quobyte,
    "fc": _fibre_channel,
    "flexVolume": _flex_volume,
    "azureDisk": _azure_disk,
    "storageos": _storage_os,
    **{kind: _asks_for(keys) for kind, keys in REQUIRED.items()},
}
"""The check of each source."""
