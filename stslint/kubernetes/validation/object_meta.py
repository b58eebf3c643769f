"""Validation of an object's ``metadata``, as the API server sees it when the object is created.

Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

_DIGITS_OF_64_BITS = 20

ANNOTATIONS_BYTES = 256 * 1024
GENERATED_PREFIX = 58
GENERATED_SUFFIX = "aaaaa"
MANAGER_LENGTH = 128
SUBRESOURCE_LENGTH = 256
STANDARD_FINALIZERS = ("kubernetes", "orphan", "foregroundDeletion")
MANAGED_OPERATIONS = ("Apply", "Update")
OWNER_FIELDS = ("kind", "name", "uid")
INDEXED_OWNERS_MINOR = 37


def validate_object_meta(
    metadata: Node,
    form: fields.Form = names.dns_label,
    *,
    minor: int = INDEXED_OWNERS_MINOR,
    generation_kept: bool = False,
) -> Iterator[Problem]:
    """Yields the problems of ``metadata``; ``form`` is the name format of the kind.

    ``generation_kept`` is for kinds whose ``generation`` the API server does not set itself, and so checks.
    """
    yield from _names(metadata, form)
    if not isinstance(metadata.value, dict):
        return
    for key, child in metadata.value.items():
        check = _CHECKS.get(key)
        if check is not None and child:
            yield from check(child, minor)
    if generation_kept:
        yield from fields.non_negative(metadata.get("generation"))


def validate_object_meta_update(metadata: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``metadata`` in an update, where names are as they are."""
    for key in ("labels", "annotations", "ownerReferences", "managedFields"):
        yield from _CHECKS[key](metadata.get(key), minor)
    yield from _finalizers(metadata.get("finalizers"), minor)


def validate_annotations(annotations: Node, *, field: str = "") -> Iterator[Problem]:
    """Yields the problems of annotations: their keys, and their size all together."""
    if not isinstance(annotations.value, dict):
        return
    yield from fields.annotation_keys(annotations, field=field)
    size = sum(_bytes(key) + _bytes(node.string()) for key, node in annotations.value.items())
    if size > ANNOTATIONS_BYTES:
        message = f"the annotations have {size} bytes; at most {ANNOTATIONS_BYTES} are allowed"
        yield Problem(annotations, message, rule="too-long", field=field)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _names(metadata: Node, form: fields.Form) -> Iterator[Problem]:
    generate = metadata.get("generateName")
    prefix = generate.string()
    fault = form(_without_dash(prefix)) if prefix else ""
    if fault:
        yield fields.bad_name(generate, prefix, fault)
    name = metadata.get("name")
    if name.string():
        yield from fields.name(name, form)
    elif prefix:
        fault = form(prefix.encode()[:GENERATED_PREFIX].decode(errors="replace") + GENERATED_SUFFIX)
        if fault:
            yield fields.bad_name(generate, prefix, fault, field=name.path)
    else:
        yield fields.missing(name, "set `name` or `generateName`")


def _without_dash(prefix: str) -> str:
    """Returns the prefix that the API server checks: without a final dash and the character before it."""
    return prefix[:-2] + "a" if len(prefix) > 1 and prefix.endswith("-") else prefix


def _is_version(digits: str) -> bool:
    counted = digits.lstrip("0")
    return bool(counted) and len(counted) <= _DIGITS_OF_64_BITS and int(counted) < 2**64


def _resource_version(node: Node, minor: int) -> Iterator[Problem]:
    text = node.string()
    if text.isascii() and text.isdigit() and _is_version(text):
        message = "`resourceVersion` cannot be set when an object is created"
        yield Problem(
            node, message, rule="forbidden-field", help="remove it: the API server sets it", on="key"
        )


def _owner_references(node: Node, minor: int) -> Iterator[Problem]:
    controllers = []
    for reference in node.elements():
        field = reference.path if minor >= INDEXED_OWNERS_MINOR else node.path
        yield from _owner_reference(reference, field)
        if reference.get("controller").boolean():
            controllers.append(reference)
    for reference in controllers[1:]:
        message = "only one owner can have `controller: true`"
        yield Problem(reference.get("controller"), message, rule="duplicate-entry", field=node.path)


def _owner_reference(reference: Node, field: str) -> Iterator[Problem]:
    api_version = reference.get("apiVersion")
    text = api_version.string()
    where = f"{field}.apiVersion"
    if not text:
        yield Problem(api_version, "`apiVersion` is missing", rule="required-field-missing", field=where)
    elif text.count("/") > 1 or not text.rpartition("/")[2]:
        message, help = (
            f"`{fields.shorten(text)}` is not a valid API version",
            "use `group/version` or `version`",
        )
        yield Problem(api_version, message, rule="invalid-format", help=help, field=where)
    for key in OWNER_FIELDS:
        child = reference.get(key)
        if not child.string():
            yield Problem(child, f"`{key}` is missing", rule="required-field-missing", field=f"{field}.{key}")
    if text in ("v1", "/v1") and reference.get("kind").string() == "Event":
        yield Problem(reference, "an Event cannot own an object", rule="forbidden-field", field=field)


def _finalizers(node: Node, minor: int) -> Iterator[Problem]:
    listed = [element.string() for element in node.elements()]
    for element, text in zip(node.elements(), listed, strict=True):
        fault = names.qualified_name(text)
        if fault:
            yield fields.bad_name(element, text, fault, field=node.path)
        yield from _standard_finalizer(element)
    if "orphan" in listed and "foregroundDeletion" in listed:
        message = "`orphan` and `foregroundDeletion` cannot both be finalizers"
        yield Problem(node, message, rule="forbidden-field")


def _standard_finalizer(node: Node) -> Iterator[Problem]:
    text = node.string()
    if "/" not in text and text not in STANDARD_FINALIZERS:
        message = f"`{fields.shorten(text)}` is neither a standard finalizer nor one with a domain"
        yield Problem(node, message, rule="invalid-name", help="use `domain/name`")


def _managed_fields(node: Node, minor: int) -> Iterator[Problem]:
    for entry in node.elements():
        operation = entry.get("operation")
        if operation.string():
            yield from fields.enum(operation, MANAGED_OPERATIONS)
        else:
            yield fields.missing(operation)
        yield from _managed_entry(entry)


def _managed_entry(entry: Node) -> Iterator[Problem]:
    fields_type = entry.get("fieldsType")
    if fields_type.string() not in ("", "FieldsV1"):
        yield Problem(fields_type, "`fieldsType` can only be `FieldsV1`", rule="invalid-enum")
    manager = entry.get("manager")
    if len(manager.string().encode()) > MANAGER_LENGTH:
        yield Problem(manager, f"`manager` has more than {MANAGER_LENGTH} bytes", rule="too-long")
    if not manager.string().isprintable():
        yield Problem(manager, "`manager` has a character that cannot be printed", rule="invalid-format")
    subresource = entry.get("subresource")
    if len(subresource.string().encode()) > SUBRESOURCE_LENGTH:
        yield Problem(subresource, f"`subresource` has more than {SUBRESOURCE_LENGTH} bytes", rule="too-long")


def _namespace(node: Node, minor: int) -> Iterator[Problem]:
    return fields.name(node, names.dns_label)


def _labels(node: Node, minor: int) -> Iterator[Problem]:
    return fields.labels(node)


def _annotations(node: Node, minor: int) -> Iterator[Problem]:
    return validate_annotations(node)


_CHECKS: dict[str, Callable[[Node, int], Iterator[Problem]]] = {
    "namespace": _namespace,
    "labels": _labels,
    "annotations": _annotations,
    "ownerReferences": _owner_references,
    "finalizers": _finalizers,
    "managedFields": _managed_fields,
    "resourceVersion": _resource_version,
}
