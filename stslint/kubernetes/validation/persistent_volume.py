"""Validation of a PersistentVolume.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.claim import VOLUME_MODES, validate_access_modes
from stslint.kubernetes.validation.node_labels import warn_of_node_label
from stslint.kubernetes.validation.node_selectors import validate_node_selector_term
from stslint.kubernetes.validation.persistent_volume_source import (
    MOUNTABLE_WITH_OPTIONS,
    validate_volume_source,
    warn_of_volume_source,
)
from stslint.kubernetes.validation.whole_object import cluster_wide_meta, entry_path, warning
from stslint.kubernetes.values import names, quantity
from stslint.model import Node, Problem

RECLAIM_POLICIES = ("Delete", "Recycle", "Retain")
MOUNT_OPTIONS_ANNOTATION = "volume.beta.kubernetes.io/mount-options"
STORAGE_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class"

ATTRIBUTES_CLASS_MINOR = 34
AFFINITY_VALUES_MINOR = 33
# The first minor that warns about each.
STORAGE_CLASS_MINOR = 28
RECYCLE_MINOR = 30
MOUNT_OPTIONS_MINOR = 31


def validate_persistent_volume(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a volume."""
    metadata, spec = root.get("metadata"), root.get("spec")
    yield from cluster_wide_meta(metadata, names.dns_subdomain, minor)
    yield from validate_access_modes(spec.get("accessModes"), minor)
    yield from _capacity(spec.get("capacity"))
    yield from _policy(spec)
    yield from _node_affinity(spec.get("nodeAffinity"), minor)
    yield from validate_volume_source(root, minor)
    yield from _class_names(spec, minor)
    mode = spec.get("volumeMode")
    if mode and mode.string() not in VOLUME_MODES:
        yield fields.not_one_of(mode, mode.string(), VOLUME_MODES)
    yield from _mount_options(metadata.get("annotations").get(MOUNT_OPTIONS_ANNOTATION), spec)


def warn_of_persistent_volume(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a volume that has no problems."""
    yield from _deprecated_annotations(root.get("metadata").get("annotations"), minor)
    spec = root.get("spec")
    policy = spec.get("persistentVolumeReclaimPolicy")
    if policy.string() == "Recycle" and minor >= RECYCLE_MINOR:
        help = "let a StorageClass create the volumes, and use `Delete` or `Retain`"
        yield warning(policy, "the reclaim policy `Recycle` is deprecated", help=help)
    for term in spec.get("nodeAffinity").get("required").get("nodeSelectorTerms").elements():
        for expression in term.get("matchExpressions").elements():
            yield from warn_of_node_label(expression.get("key"), minor)
    yield from warn_of_volume_source(spec, minor)


def _capacity(capacity: Node) -> Iterator[Problem]:
    entries = capacity.entries()
    if not entries:
        yield fields.missing(capacity, "set `storage`, for example `10Gi`")
        return
    if set(entries) != {"storage"}:
        message = "`capacity` accepts only `storage`"
        yield Problem(capacity, message, rule="invalid-enum")
    for key, node in entries.items():
        # A null amount is read as zero.
        amount = quantity.read(node.value) if node else quantity.parse("0")
        if amount is not None and amount.nanos <= 0:
            message = f"a volume's `{fields.shorten(key)}` must be more than 0"
            yield Problem(node, message, rule="out-of-range", field=entry_path(node))


def _policy(spec: Node) -> Iterator[Problem]:
    policy, path = spec.get("persistentVolumeReclaimPolicy"), spec.get("hostPath").get("path").string()
    yield from fields.enum(policy, RECLAIM_POLICIES, default="Retain")
    if policy.string() == "Recycle" and path.startswith("/") and normpath("/" + path.lstrip("/")) == "/":
        message = "`Recycle` would wipe the node's root directory"
        yield Problem(policy, message, rule="forbidden-field", help="use `Retain`")


def _node_affinity(affinity: Node, minor: int) -> Iterator[Problem]:
    if not affinity:
        return
    required = affinity.get("required")
    terms = required.get("nodeSelectorTerms")
    if not required:
        yield fields.missing(required, "name the nodes that can reach this volume")
    elif not terms.elements():
        yield fields.missing(terms, "add at least one term")
    for term in terms.elements():
        yield from validate_node_selector_term(term, check_values=minor >= AFFINITY_VALUES_MINOR)


def _class_names(spec: Node, minor: int) -> Iterator[Problem]:
    yield from fields.name(spec.get("storageClassName"), names.dns_subdomain)
    if minor >= ATTRIBUTES_CLASS_MINOR:
        yield from validate_attributes_class(spec)


def validate_attributes_class(spec: Node) -> Iterator[Problem]:
    """Yields the problems of the ``volumeAttributesClassName`` of a volume, if it has one."""
    attributes = spec.get("volumeAttributesClassName")
    if not attributes:
        return
    yield from fields.required_name(attributes, names.dns_subdomain)
    if not spec.get("csi"):
        yield fields.missing(spec.get("csi"), "only CSI volumes have a `volumeAttributesClassName`")


def _mount_options(annotation: Node, spec: Node) -> Iterator[Problem]:
    if not annotation.present or any(spec.get(key) for key in MOUNTABLE_WITH_OPTIONS):
        return
    message = "this type of volume ignores mount options in an annotation"
    field = f"metadata.annotations.{MOUNT_OPTIONS_ANNOTATION}"
    help = "use `mountOptions` in the spec"
    yield Problem(annotation, message, rule="forbidden-field", help=help, on="key", field=field)


def _deprecated_annotations(annotations: Node, minor: int) -> Iterator[Problem]:
    for name, since, instead in (
        (STORAGE_CLASS_ANNOTATION, STORAGE_CLASS_MINOR, "storageClassName"),
        (MOUNT_OPTIONS_ANNOTATION, MOUNT_OPTIONS_MINOR, "mountOptions"),
    ):
        node = annotations.get(name)
        if node.present and minor >= since:
            help = f"use `{instead}` in the spec"
            yield warning(node, f"the annotation `{name}` is deprecated", help=help)
