"""One JSON Schema for all checked kinds, in which the kind of an object decides what applies to it.

An object of any other kind fits it. Like the schema of a StatefulSet, it rejects nothing that the API server
of the Kubernetes version accepts.
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.kubernetes.editor_schema.constraints import Constraints
from stslint.kubernetes.editor_schema.neighbour_constraints import NEIGHBOURS
from stslint.kubernetes.editor_schema.schema import (
    DRAFT,
    Schema,
    constraints_of,
    definition_for,
    reached,
)
from stslint.kubernetes.schema.openapi import load, reference
from stslint.kubernetes.verdict import CHECKED_KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def all_kinds_schema(version: str) -> Schema:
    """Returns the JSON Schema (draft 7) of all checked kinds for a supported Kubernetes version, ``1.37``."""
    schemas = load(version)
    known: Mapping[str, Schema] = schemas.document["definitions"]
    kinds = sorted(
        (kind, api_version, name)
        for api_version, names in schemas.kinds.items()
        for kind, name in names.items()
        if kind in CHECKED_KINDS
    )
    definitions = set().union(*(reached(name, known) for _, _, name in kinds))
    constraints = _constraints(version, known)
    return {
        "$schema": DRAFT,
        "title": f"StatefulSets and the objects around them, Kubernetes {version}",
        "type": ["object", "null"],
        "allOf": [_of_kind(*kind) for kind in kinds],
        "definitions": {
            name: definition_for(version, name, known[name], constraints) for name in sorted(definitions)
        },
    }


def _of_kind(kind: str, api_version: str, name: str) -> dict[str, Any]:
    named = {"kind": {"const": kind}, "apiVersion": {"const": api_version}}
    return {
        "if": {"required": ["kind", "apiVersion"], "properties": named},
        "then": {"$ref": reference(name)},
    }


def _constraints(version: str, known: Mapping[str, Schema]) -> Constraints:
    """Returns the constraints of all kinds; what a StatefulSet may hold as well is as it is for that."""
    of_set = constraints_of(version)
    shared = reached("StatefulSet", known)
    others = {name: value for name, value in NEIGHBOURS.items() if name.partition(".")[0] not in shared}
    return {**others, **of_set}
