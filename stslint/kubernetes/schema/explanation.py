"""Why a document does not decode: jsonschema's reasons, and those of the quick pass that no schema can give.

Imported only when there is something to explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from stslint.kubernetes.schema.formats import has_type
from stslint.kubernetes.schema.openapi import Definition, Schemas, reference
from stslint.kubernetes.schema.quick_pass import Leniency, QuickPass
from stslint.kubernetes.schema.refusal import Refusal
from stslint.kubernetes.schema.type_errors import duplicate_key, wrong_type
from stslint.kubernetes.schema.unknown_fields import unknown_field
from stslint.model import Node, Problem


def explained(
    root: Node,
    definition: Definition,
    schemas: Schemas,
    leniency: Leniency,
    answer: QuickPass,
    reported: bool = True,
) -> list[Problem]:
    """Returns a problem for every reason why a document does not decode, in the order of the file.

    Unless they are ``reported``, the reasons are those of the quick pass alone.
    """
    unfit: Iterable[Refusal] = answer.unfit
    if unfit and reported:
        unfit = schema_refusals(root, definition, schemas, leniency)
    refused = [*answer.refused, *unfit]
    problems = [_problem(refusal, definition, schemas) for refusal in refused]
    return sorted(problems, key=lambda problem: problem.span)


def schema_refusals(
    root: Node, definition: Definition, schemas: Schemas, leniency: Leniency
) -> Iterator[Refusal]:
    """Yields every unknown field and every value of a wrong type, as jsonschema finds them."""
    # jsonschema is not imported for a document whose only mistakes are repeated keys and wrong formats.
    from stslint.json_schema.validator import errors

    schema = {
        "$ref": reference(schemas.name_of(definition)),
        "definitions": schemas.document["definitions"],
    }
    for error in errors(_instance(root), schema, has_type):
        node = reduce(Node.get, error.absolute_path, root)
        if error.validator == "additionalProperties":
            yield from _unknown_fields(node, error.schema, leniency)
        elif not leniency.accepts_value(node, error.schema):
            yield Refusal(node, error.schema, "type")


def _unknown_fields(node: Node, schema: Definition, leniency: Leniency) -> Iterator[Refusal]:
    for key, child in node.entries().items():
        if key not in schema["properties"] and not leniency.accepts_field(key):
            yield Refusal(child, schema, "unknown")


def _instance(node: Node) -> object:
    """Returns plain data with its nulls: an unknown field is refused whatever its value."""
    value = node.value
    if isinstance(value, dict):
        return {key: _instance(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_instance(child) for child in value]
    return value


def _problem(refusal: Refusal, definition: Definition, schemas: Schemas) -> Problem:
    if refusal.reason == "unknown":
        return unknown_field(refusal, definition, schemas)
    if refusal.reason == "duplicate":
        return duplicate_key(refusal.node)
    return wrong_type(refusal)
