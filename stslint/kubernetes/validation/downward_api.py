"""Files of the downward API: a field of the pod, or a resource of one of its containers.

Source: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.environment import (
    HUGE_PAGES,
    RESOURCES,
    unknown_choice,
    valid_divisor,
    validate_field_reference,
)
from stslint.kubernetes.validation.volume_sources import validate_file_mode, validate_file_path
from stslint.model import Node, Problem

FIELD_PATHS = frozenset(
    ("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid")
)


def validate_downward_api_file(item: Node) -> Iterator[Problem]:
    """Yields the problems of one file: its path, its mode and its content."""
    yield from validate_file_path(item.get("path"))
    field, resource = item.get("fieldRef"), item.get("resourceFieldRef")
    if field:
        yield from validate_field_reference(field, FIELD_PATHS, "file")
        if resource:
            message = "`fieldRef` and `resourceFieldRef` cannot be combined"
            yield Problem(resource, message, rule="forbidden-field", on="key", field=item.path)
    elif resource:
        yield from _resource_reference(resource)
    else:
        message = "a file of the downward API needs `fieldRef` or `resourceFieldRef`"
        yield Problem(item, message, rule="required-field-missing")
    yield from validate_file_mode(item.get("mode"))


def _resource_reference(reference: Node) -> Iterator[Problem]:
    container, node = reference.get("containerName"), reference.get("resource")
    resource = node.string()
    known = resource in RESOURCES or resource.startswith(HUGE_PAGES)
    if not container.string():
        yield fields.missing(container, "a file needs the name of a container")
    elif not resource:
        yield fields.missing(node, "use a resource such as `limits.memory`")
    elif not known:
        yield unknown_choice(node, resource, RESOURCES, "not a resource that a file can show")
    if known:
        yield from valid_divisor(reference.get("divisor"), resource)
