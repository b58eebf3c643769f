"""Strict decoding, as the API server does it with ``fieldValidation=Strict``.

One quick pass answers whether a document decodes. Of a document that does not fit its JSON Schema,
jsonschema gives the reasons.

Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
"""

from __future__ import annotations

from stslint.kubernetes.schema.kinds import intended
from stslint.kubernetes.schema.openapi import Definition, Schemas, load
from stslint.kubernetes.schema.quick_pass import Leniency, QuickPass
from stslint.model import Node, Problem


def decode(
    root: Node, version: str, *, patch: bool = False, applied: bool = False, reported: bool = True
) -> list[Problem]:
    """Returns why the API server of a Kubernetes version does not decode an object, in the order of the file.

    An object with a misspelled kind is read as the kind that was meant; an object of a kind without a schema
    has no problems. ``patch`` and ``applied`` are those of ``Leniency``. For problems that are not
    ``reported``, only corrected, jsonschema is not asked: importing it takes longer than a check of one file.
    """
    schemas = load(version)
    definition = definition_of(root, schemas)
    if definition is None:
        return []
    leniency = Leniency(patch, applied)
    answer = QuickPass(root, definition, schemas, leniency)
    if answer.decodes:
        return []
    from stslint.kubernetes.schema.explanation import explained

    return explained(answer, definition, schemas, reported)


def undecodable(root: Node, version: str, *, patch: bool = False) -> list[Node]:
    """Returns the nodes that are not decoded, without the reasons, which take ten times as long."""
    schemas = load(version)
    definition = definition_of(root, schemas)
    if definition is None:
        return []
    answer = QuickPass(root, definition, schemas, Leniency(patch))
    return [refusal.node for refusal in (*answer.unfit, *answer.refused)]


def definition_of(root: Node, schemas: Schemas) -> Definition | None:
    """Returns the schema that a document is meant for, or nothing for a kind that has none."""
    found = schemas.of(root.get("apiVersion").string(), root.get("kind").string())
    return found if found is not None else schemas.of(*intended(root, schemas.version))
