"""What a document that does not decode is told: jsonschema's errors, and what the quick pass found beside.

Imported only when there is something to explain.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.schema.openapi import Definition, Refusal, Schemas, explain
from stslint.kubernetes.schema.type_errors import duplicate_key, misfit
from stslint.kubernetes.schema.unknown_fields import unknown_field
from stslint.model import Node, Problem


def explained(root: Node, definition: Definition, schemas: Schemas, refused: list[Refusal]) -> list[Problem]:
    """Returns a problem for every refusal, in the order of the file."""
    problems = [
        _problem(refusal, definition, schemas) for refusal in _united(root, definition, schemas, refused)
    ]
    return sorted(problems, key=lambda problem: problem.span)


def _united(
    root: Node, definition: Definition, schemas: Schemas, refused: list[Refusal]
) -> Iterator[Refusal]:
    """Yields what jsonschema finds at the refused nodes, and the quick pass's own reason where it is silent.

    jsonschema sees no repeated keys, so they are always the quick pass's.
    """
    open_ = {(id(refusal.node), refusal.reason): refusal for refusal in refused}
    if any(refusal.reason != "duplicate" for refusal in refused):
        for refusal in explain(root, definition, schemas):
            if open_.pop((id(refusal.node), refusal.reason), None) is not None:
                yield refusal
    yield from open_.values()


def _problem(refusal: Refusal, definition: Definition, schemas: Schemas) -> Problem:
    if refusal.reason == "unknown":
        return unknown_field(refusal, definition, schemas)
    if refusal.reason == "duplicate":
        return duplicate_key(refusal.node)
    return misfit(refusal)
