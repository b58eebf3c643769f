"""Validation of a PersistentVolumeClaim's spec, in a claim template or on its own.

Source:
https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/
and for the two data sources https://kep.k8s.io/1495
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.kubernetes.values import names, quantity
from stslint.model import Node, Problem
from stslint.runtime.namedtuple import NamedTuple

ACCESS_MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
VOLUME_MODES = ("Filesystem", "Block")
STORAGE_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class"
SNAPSHOT = ("snapshot.storage.k8s.io", "VolumeSnapshot")

# Gates: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
ATTRIBUTES_CLASS_MINOR = 34
ACCESS_ONCE_POD_MINOR = 27
SELECTOR_VALUES_MINOR = 26
SOURCE_GROUP_MINOR = 29


def validate_claim_spec(spec: Node, minor: int, *, own_object: bool = False) -> Iterator[Problem]:
    """Yields the problems of a claim's spec.

    ``own_object`` is for a PersistentVolumeClaim itself, whose data sources the API server sorts out before
    it validates; in a claim template they stay as they are.
    """
    yield from validate_access_modes(spec.get("accessModes"), minor)
    yield from _storage(spec)
    yield from _class_names(spec, minor)
    mode = spec.get("volumeMode")
    if mode:
        yield from _volume_mode(mode)
    selector = spec.get("selector")
    if selector:
        yield from validate_label_selector(selector, any_value=minor < SELECTOR_VALUES_MINOR)
    if spec.get("dataSource") or spec.get("dataSourceRef"):
        yield from _data_sources(spec, _sources(spec, own_object), minor)


def warn_of_claim_spec(spec: Node, *, field: str) -> Iterator[Problem]:
    """Yields the warning about sizes that are not a whole number of bytes; ``field`` is the server's path."""
    for part in ("requests", "limits"):
        node = spec.get("resources").get(part).get("storage")
        amount = quantity.read(node.value) if node else None
        if amount is not None and amount.fractional:
            yield Problem(
                node,
                f"`{node.text or node.value}` is not a whole number of bytes",
                rule="api-warning",
                help="use a size in `Gi` or `Mi`",
                field=f"{field}.resources.{part}[storage]",
                severity="warning",
            )


def warn_of_claim_annotation(metadata: Node) -> Iterator[Problem]:
    """Yields the warning about the annotation that named a claim's class before the field did."""
    node = metadata.get("annotations").get(STORAGE_CLASS_ANNOTATION)
    if node:
        message = f"the annotation `{STORAGE_CLASS_ANNOTATION}` is deprecated"
        help = "use `storageClassName` in the spec"
        yield Problem(node, message, rule="api-warning", help=help, on="key", severity="warning")


def validate_access_modes(node: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of the ``accessModes`` of a claim or a volume."""
    allowed = ACCESS_MODES if minor >= ACCESS_ONCE_POD_MINOR else ACCESS_MODES[:3]
    modes = node.elements()
    if not modes:
        yield fields.missing(node, f"add at least one of {fields.any_of(allowed)}")
        return
    for mode in modes:
        if mode.string() not in allowed:
            yield fields.not_one_of(mode, mode.string(), allowed, field=node.path)
    known = {mode.string() for mode in modes}.intersection(ACCESS_MODES)
    if "ReadWriteOncePod" in known and len(known) > 1:
        message = "`ReadWriteOncePod` cannot be combined with other access modes"
        yield Problem(node, message, rule="claim-spec-invalid", help="use it alone, or remove it")


def _storage(spec: Node) -> Iterator[Problem]:
    node = spec.get("resources").get("requests").get("storage")
    field = f"{spec.path}.resources[storage]"
    if not node.present:
        message = "the claim requests no storage"
        help = "set `resources.requests.storage`, for example `10Gi`"
        yield Problem(node, message, rule="required-field-missing", help=help, field=field)
        return
    # A null amount is read as zero.
    amount = quantity.read(node.value) if node else quantity.parse("0")
    if amount is not None and amount.nanos <= 0:
        yield Problem(node, "a claim's storage must be more than 0", rule="out-of-range", field=field)


def _volume_mode(node: Node) -> Iterator[Problem]:
    if node.string() not in VOLUME_MODES:
        yield fields.not_one_of(node, node.string(), VOLUME_MODES)


def _class_names(spec: Node, minor: int) -> Iterator[Problem]:
    yield from fields.name(spec.get("storageClassName"), names.dns_subdomain)
    if minor >= ATTRIBUTES_CLASS_MINOR:
        yield from fields.name(spec.get("volumeAttributesClassName"), names.dns_subdomain)


class _Sources(NamedTuple):
    """The values of ``dataSource`` and ``dataSourceRef`` when the API server validates them."""

    source: Node
    reference: Node


def _sources(spec: Node, own_object: bool) -> _Sources:
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if not own_object:
        return _Sources(source, reference)
    nothing = spec.get("")
    if reference.get("namespace").string():
        reference = nothing
    if source and not reference and not _was_always_allowed(source):
        source = nothing
    return _Sources(source or reference, reference or source)


def _was_always_allowed(source: Node) -> bool:
    identity = (source.get("apiGroup").string(), source.get("kind").string())
    return identity in (("", "PersistentVolumeClaim"), SNAPSHOT)


def _data_sources(spec: Node, sources: _Sources, minor: int) -> Iterator[Problem]:
    source, reference = sources
    if source:
        yield from _data_source(source, f"{spec.path}.dataSource", minor)
    if reference:
        yield from _data_source(reference, f"{spec.path}.dataSourceRef", minor)
        yield from fields.name(reference.get("namespace"), names.dns_label)
    if not (source and reference) or source is reference:
        return
    if reference.get("namespace").string():
        message = "`dataSource` cannot be set when `dataSourceRef` names a namespace"
        yield Problem(source, message, rule="forbidden-field", field=spec.path)
    elif _identity(source) != _identity(reference):
        message = "`dataSource` and `dataSourceRef` differ"
        yield Problem(source, message, rule="forbidden-field", help="remove one of them", field=spec.path)


def _data_source(node: Node, field: str, minor: int) -> Iterator[Problem]:
    for key in ("name", "kind"):
        child = node.get(key)
        if not child.string():
            message = f"`{key}` is missing"
            yield Problem(child, message, rule="required-field-missing", field=f"{field}.{key}")
    group, kind = node.get("apiGroup"), node.get("kind").string()
    if not group.string() and kind != "PersistentVolumeClaim":
        message = "without `apiGroup` the source can only be a `PersistentVolumeClaim`"
        help = f"set `apiGroup: {SNAPSHOT[0]}`" if kind == SNAPSHOT[1] else ""
        yield Problem(node.get("kind"), message, rule="claim-spec-invalid", help=help, field=field)
    if minor >= SOURCE_GROUP_MINOR:
        yield from fields.name(group, names.dns_subdomain, field=f"{field}.apiGroup")


def _identity(node: Node) -> tuple[object, str, str]:
    # A group that is absent differs from an empty one.
    group = node.get("apiGroup")
    return (group.string() if group else None, node.get("kind").string(), node.get("name").string())
