"""Files of the downward API: a field of the pod, or a resource of one of its containers.

Source: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.suggest import nearest
from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.environment import (
    HUGE_PAGES,
    RESOURCES,
    split_subscript,
    valid_divisor,
    validate_subscript,
)
from stslint.kubernetes.validation.volume_sources import validate_file_mode, validate_file_path
from stslint.model import Node, Problem

FIELD_PATHS = (
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
)


def validate_downward_api_file(item: Node) -> Iterator[Problem]:
    """Yields the faults of one file: its path, its mode and what it says."""
    yield from validate_file_path(item.get("path"))
    field, resource = item.get("fieldRef"), item.get("resourceFieldRef")
    if field:
        yield from _field_reference(field)
        if resource:
            message = "`fieldRef` and `resourceFieldRef` exclude each other"
            yield Problem(resource, message, rule="forbidden-field", on="key", field=item.path)
    elif resource:
        yield from _resource_reference(resource)
    else:
        message = "a file of the downward API needs `fieldRef` or `resourceFieldRef`"
        yield Problem(item, message, rule="required-field-missing")
    yield from validate_file_mode(item.get("mode"))


def _field_reference(reference: Node) -> Iterator[Problem]:
    node, version = reference.get("fieldPath"), reference.get("apiVersion")
    path = node.string()
    if not path:
        yield fields.missing(node, "write a field of the pod such as `metadata.labels`")
    elif version.string() not in ("", "v1"):
        message = f"`apiVersion` can't be `{fields.shorten(version.string())}`"
        help = "leave it out, or write `v1`"
        yield Problem(version, message, rule="invalid-enum", help=help, field=node.path)
    else:
        yield from _field_path(node, path, reference)


def _field_path(node: Node, path: str, reference: Node) -> Iterator[Problem]:
    base, subscript = split_subscript(path)
    if subscript is None:
        if path not in FIELD_PATHS:
            yield _unknown(node, path, FIELD_PATHS, "no field of a pod that a file can hold")
    else:
        yield from validate_subscript(node, base, subscript, reference)


def _resource_reference(reference: Node) -> Iterator[Problem]:
    container, node = reference.get("containerName"), reference.get("resource")
    resource = node.string()
    known = resource in RESOURCES or resource.startswith(HUGE_PAGES)
    if not container.string():
        yield fields.missing(container, "a file must say of which container")
    elif not resource:
        yield fields.missing(node, "write a resource such as `limits.memory`")
    elif not known:
        yield _unknown(node, resource, tuple(sorted(RESOURCES)), "no resource that a file can hold")
    if known:
        yield from valid_divisor(reference.get("divisor"), resource)


def _unknown(node: Node, value: str, allowed: tuple[str, ...], fault: str) -> Problem:
    near = nearest(value, allowed)
    help = f"did you mean `{near}`?" if near else f"write {fields.any_of(allowed)}"
    return Problem(node, f"`{fields.shorten(value)}` is {fault}", rule="invalid-enum", help=help)
