"""What the API server accepts in a field, in one line."""

from __future__ import annotations

from typing import Any

from stslint.kubernetes.schema.decoding import definition_of
from stslint.kubernetes.schema.openapi import Definition, Schemas, load
from stslint.kubernetes.verdict import check_object
from stslint.model import Document, Node
from stslint.text.markdown import code

_INVALID_VALUE = "no-such-value"


def field_summary(document: Document, node: Node, version: str) -> str:
    """Returns the path of a field and what the API server accepts there; empty if it has no schema."""
    schemas = load(version)
    schema = _schema_of(document, node, schemas)
    if schema is None:
        return ""
    values = _accepted_values(node, version) if schema.get("type") == "string" else ""
    return f"{code(node.path)}: {_type_of(schema, schemas)}{values}"


def _schema_of(document: Document, node: Node, schemas: Schemas) -> Definition | None:
    schema: Definition | None = definition_of(document.root, schemas)
    for key in _keys_to(node):
        if schema is None:
            return None
        schema = _child_schema(schemas.resolve(schema), key)
    return schema


def _child_schema(schema: Definition, key: str | int) -> Definition | None:
    if isinstance(key, int):
        items: Definition | None = schema.get("items")
        return items
    named: Definition | None = schema.get("properties", {}).get(key)
    if named:
        return named
    other_keys = schema.get("additionalProperties")
    return other_keys if isinstance(other_keys, dict) else None


def _keys_to(node: Node) -> list[str | int]:
    """Returns the keys from the root of a document to a node."""
    keys: list[str | int] = []
    while node.parent is not None and node.key is not None:
        keys.append(node.key)
        node = node.parent
    return keys[::-1]


def _type_of(schema: Definition, schemas: Schemas) -> str:
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = schemas.resolve(schema)
    if name and schema.get("properties"):
        return f"{name} with {', '.join(f'`{key}`' for key in schema['properties'])}"
    if schema.get("type") == "array":
        return f"list of {_type_of(schema['items'], schemas)}"
    form = schema.get("format", schema.get("type", "any value"))
    return form if isinstance(form, str) else " or ".join(form)


def _accepted_values(node: Node, version: str) -> str:
    """Returns the values that validation accepts, found by validating a value that it cannot accept."""
    root = _root_with_value(node, _INVALID_VALUE)
    for problem in check_object(root, version).problems:
        if problem.rule == "invalid-enum" and problem.path == node.path and problem.help:
            return f" ({problem.help})"
    return ""


def _root_with_value(node: Node, value: str) -> Node:
    """Returns the root of a copy of a tree with another value in a node; the other nodes are shared."""
    changed = _copy_with(node, value)
    changed.text, changed.kind = value, "string"
    while node.parent is not None:
        parent = node.parent
        if isinstance(parent.value, dict):
            copy = _copy_with(parent, {**parent.value, str(node.key): changed})
        elif isinstance(parent.value, list):
            copy = _copy_with(parent, [changed if each is node else each for each in parent.value])
        else:
            break
        changed.parent = copy
        changed, node = copy, parent
    return changed


def _copy_with(node: Node, value: Any) -> Node:
    return Node(node.kind, value, node.span, key=node.key, key_span=node.key_span, parent=node.parent)
