"""Why a document does not decode: jsonschema's reasons, and those of the quick pass that no schema can give.

Imported only when there is something to explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from stslint.kubernetes.schema.formats import has_type
from stslint.kubernetes.schema.lineages import Lineages
from stslint.kubernetes.schema.openapi import Definition, Schemas
from stslint.kubernetes.schema.quick_pass import QuickPass
from stslint.kubernetes.schema.refusal import Reason, Refusal
from stslint.kubernetes.schema.type_errors import duplicate_key, wrong_type
from stslint.kubernetes.schema.unknown_fields import unknown_field
from stslint.model import Problem

_QUESTIONS = 256
"""So many are asked once: an object, and a file, can have thousands of the same mistake."""


def explained(
    answer: QuickPass, definition: Definition, schemas: Schemas, reported: bool = True
) -> list[Problem]:
    """Returns a problem for every reason why a document does not decode, in the order of the file.

    Unless they are ``reported``, the reasons are those of the quick pass alone.
    """
    unfit = schema_refusals(answer.unfit) if reported else answer.unfit
    lineages = Lineages(definition, schemas)
    problems = [_problem(refusal, lineages, schemas) for refusal in (*answer.refused, *unfit)]
    return sorted(problems, key=lambda problem: problem.span)


def schema_refusals(unfit: Iterable[Refusal]) -> Iterator[Refusal]:
    """Yields what is wrong with nodes that do not fit, as jsonschema says it."""
    for each in unfit:
        for reason in reasons(_Question(each)):
            yield Refusal(each.node, each.schema, reason)


class _Question:
    """A question to jsonschema, which is equal to others with the same answer.

    These are about a value of the same type, or about a field that is not known, and about the same schema.
    """

    __slots__ = ("instance", "kind", "schema")

    def __init__(self, unfit: Refusal) -> None:
        value, is_field = unfit.node.value, unfit.reason == "unknown"
        self.schema = unfit.schema
        self.kind = None if is_field else type(value)
        # What is in a value is asked about by itself.
        hollow = type(value)() if isinstance(value, dict | list) else value
        self.instance = {str(unfit.node.key): None} if is_field else hollow

    def __hash__(self) -> int:
        return hash((id(self.schema), self.kind))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Question):
            return NotImplemented
        return self.schema is other.schema and self.kind == other.kind


@lru_cache(maxsize=_QUESTIONS)
def reasons(question: _Question) -> tuple[Reason, ...]:
    """Returns what jsonschema says is wrong. It is asked once about what is equal for it."""
    # jsonschema is not imported for a document whose only mistakes are repeated keys and wrong formats.
    from stslint.json_schema.validator import errors

    found = errors(question.instance, question.schema, has_type)
    return tuple("unknown" if error.validator == "additionalProperties" else "type" for error in found)


def _problem(refusal: Refusal, lineages: Lineages, schemas: Schemas) -> Problem:
    if refusal.reason == "unknown":
        return unknown_field(refusal, lineages, schemas)
    if refusal.reason == "duplicate":
        return duplicate_key(refusal.node)
    return wrong_type(refusal)
