"""Why a document does not decode: jsonschema's reasons, and those of the quick pass that no schema can give.

Imported only when there is something to explain.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from stslint.kubernetes.schema.formats import has_type
from stslint.kubernetes.schema.openapi import Definition, Schemas
from stslint.kubernetes.schema.quick_pass import QuickPass
from stslint.kubernetes.schema.refusal import Reason, Refusal
from stslint.kubernetes.schema.type_errors import duplicate_key, wrong_type
from stslint.kubernetes.schema.unknown_fields import unknown_field
from stslint.model import Problem


def explained(
    answer: QuickPass, definition: Definition, schemas: Schemas, reported: bool = True
) -> list[Problem]:
    """Returns a problem for every reason why a document does not decode, in the order of the file.

    Unless they are ``reported``, the reasons are those of the quick pass alone.
    """
    unfit = schema_refusals(answer.unfit) if reported else answer.unfit
    refused = [*answer.refused, *unfit]
    problems = [_problem(refusal, definition, schemas) for refusal in refused]
    return sorted(problems, key=lambda problem: problem.span)


def schema_refusals(unfit: Iterable[Refusal]) -> Iterator[Refusal]:
    """Yields what is wrong with nodes that do not fit, as jsonschema says it.

    It is asked once about what is equal for it: an object can have thousands of the same mistake.
    """
    said: dict[Hashable, list[Reason]] = {}
    for each in unfit:
        question = id(each.schema), each.reason == "unknown" or type(each.node.value)
        if question not in said:
            said[question] = _reasons(each)
        yield from (Refusal(each.node, each.schema, reason) for reason in said[question])


def _reasons(unfit: Refusal) -> list[Reason]:
    # jsonschema is not imported for a document whose only mistakes are repeated keys and wrong formats.
    from stslint.json_schema.validator import errors

    found = errors(_instance(unfit), unfit.schema, has_type)
    return ["unknown" if error.validator == "additionalProperties" else "type" for error in found]


def _instance(unfit: Refusal) -> object:
    """Returns what does not fit as plain data, without what is in it, which is asked about by itself."""
    value = unfit.node.value
    if unfit.reason == "unknown":
        return {str(unfit.node.key): None}
    return type(value)() if isinstance(value, dict | list) else value


def _problem(refusal: Refusal, definition: Definition, schemas: Schemas) -> Problem:
    if refusal.reason == "unknown":
        return unknown_field(refusal, definition, schemas)
    if refusal.reason == "duplicate":
        return duplicate_key(refusal.node)
    return wrong_type(refusal)
