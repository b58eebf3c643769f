"""Strict decoding, as the API server does it with ``fieldValidation=Strict``.

One quick pass answers whether a document decodes. Of a document that does not, jsonschema explains what is
wrong, by the same schema and the same reading of scalars; what only the quick pass sees is kept.

Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
"""

from __future__ import annotations

from stslint.kubernetes.schema.formats import decodes, has_format, has_type
from stslint.kubernetes.schema.integers import wrap
from stslint.kubernetes.schema.kinds import intended
from stslint.kubernetes.schema.openapi import Definition, Reason, Refusal, Schemas, load
from stslint.model import Node, Problem

Waiting = list[tuple[Node, Definition]]

_TEXT = {"type": "string"}

PATCH_DIRECTIVES = ("$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/")


def decode(root: Node, version: str, *, patch: bool = False, applied: bool = False) -> list[Problem]:
    """Returns what keeps the API server of a minor from decoding an object, in the order of the file.

    An object with a misspelled kind is read as the kind that was meant; one of a kind without a schema has
    no problems. A ``patch`` may hold the directives of a strategic merge (``$patch``), which no object has.
    What is ``applied`` over an object may hold integers out of range: a patch stores their low bits.
    """
    schemas = load(version)
    definition = definition_of(root, schemas)
    refused = [] if definition is None else refusals(root, definition, schemas)
    if patch:
        refused = [refusal for refusal in refused if not _is_directive(refusal)]
    if applied:
        refused = [refusal for refusal in refused if not _wraps(refusal)]
    if not refused or definition is None:
        return []
    from stslint.kubernetes.schema.explanation import explained

    return explained(root, definition, schemas, refused)


def definition_of(root: Node, schemas: Schemas) -> Definition | None:
    """Returns the schema that a document is meant for, or nothing for a kind that has none."""
    found = schemas.of(root.get("apiVersion").string(), root.get("kind").string())
    return found if found is not None else schemas.of(*intended(root, schemas.version))


def refusals(root: Node, definition: Definition, schemas: Schemas) -> list[Refusal]:
    """Returns every node that the API server does not decode, in no particular order."""
    found: list[Refusal] = []
    waiting: Waiting = [(root, definition)]
    references = schemas.references
    while waiting:
        node, schema = waiting.pop()
        target = schema.get("$ref")
        if target is not None:
            schema = references[target]
        value = node.value
        if value.__class__ is dict:
            _mapping(node, schema, waiting, found)
        elif value.__class__ is list:
            _sequence(node, schema, waiting, found)
        elif not decodes(value, schema):
            found.append(Refusal(node, schema, _reason(value, schema)))
    return found


def _mapping(node: Node, schema: Definition, waiting: Waiting, found: list[Refusal]) -> None:
    for second in node.duplicates:
        found.append(Refusal(second, schema, "duplicate"))
    fields = schema.get("properties")
    if fields is None:
        _free_mapping(node, schema, waiting, found)
        return
    for key, child in node.entries().items():
        field = fields.get(key)
        if field is None:
            found.append(Refusal(child, schema, "unknown"))
        elif field != _TEXT or child.value.__class__ is not str:  # two values in three are texts
            waiting.append((child, field))


def _free_mapping(node: Node, schema: Definition, waiting: Waiting, found: list[Refusal]) -> None:
    if schema and schema["type"] != "object":
        found.append(Refusal(node, schema, "type"))
        return
    values = schema.get("additionalProperties", {})
    for child in node.entries().values():
        if values != _TEXT or child.value.__class__ is not str:
            waiting.append((child, values))


def _sequence(node: Node, schema: Definition, waiting: Waiting, found: list[Refusal]) -> None:
    if schema and not has_type(node.value, schema["type"]):
        found.append(Refusal(node, schema, "type"))
        return
    items = schema.get("items", {})
    waiting.extend((child, items) for child in node.elements())


def _reason(value: object, schema: Definition) -> Reason:
    return "format" if has_type(value, schema["type"]) and not has_format(value, schema["format"]) else "type"


def _wraps(refusal: Refusal) -> bool:
    schema = refusal.schema
    whole = schema.get("type") == "integer" or schema.get("format") == "int-or-string"
    return refusal.reason in ("type", "format") and whole and wrap(refusal.node) is not None


def _is_directive(refusal: Refusal) -> bool:
    return refusal.reason == "unknown" and str(refusal.node.key).startswith(PATCH_DIRECTIVES)
