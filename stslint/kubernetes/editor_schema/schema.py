"""One JSON Schema of a StatefulSet for editors: what decodes, and what a schema can say of the validation.

It refuses nothing that the API server of that version accepts, and less than stslint: JSON Schema cannot
express that two fields must agree or that a name must exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.kubernetes.editor_schema.constraints import NAME, SINCE, Constraints
from stslint.kubernetes.editor_schema.descriptions import described
from stslint.kubernetes.schema.openapi import load, reference
from stslint.kubernetes.schema.versions import number

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

_FORMATS: dict[str, Schema] = {
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "uint8": {"type": "integer", "minimum": 0, "maximum": 255},
    "quantity": {"type": ["string", "number"]},
    "int-or-string": {"type": ["integer", "string"]},
    "byte": {"type": "string"},
    "date-time": {"type": "string", "format": "date-time"},
}


def editor_schema(version: str) -> Schema:
    """Returns the JSON Schema (draft 7) of a StatefulSet for a supported version, such as ``1.34``."""
    known: Mapping[str, Schema] = load(version).document["definitions"]
    constraints = constraints_of(version)
    names = sorted(reached("StatefulSet", known))
    return {
        "$schema": DRAFT,
        "title": f"StatefulSet of Kubernetes {version}",
        "$ref": reference("StatefulSet"),
        "definitions": {name: definition_for(version, name, known[name], constraints) for name in names},
    }


def constraints_of(version: str) -> Constraints:
    """Returns the constraints that the API server of a Kubernetes version checks in a StatefulSet."""
    held = [constraints for since, constraints in SINCE if number(version) >= since]
    return {name: keywords for part in held for name, keywords in part.items()}


def reached(name: str, known: Mapping[str, Schema]) -> set[str]:
    """Returns the names of a definition and of all that it refers to."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_references(known[name]))
    return found


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(target := schema.get("$ref"), str):
            yield target.rpartition("/")[2]
        for part in schema.values():
            yield from _references(part)


def definition_for(version: str, name: str, schema: Schema, constraints: Mapping[str, Schema]) -> Schema:
    """Returns a definition with its constraints, and with a description of itself and of each field."""
    made = {**_typed(schema), **constraints.get(name, {})}
    made["description"] = described(version, name, "", made)
    if "properties" in schema:
        made["properties"] = {
            key: _field(f"{name}.{key}", field, constraints, version)
            for key, field in schema["properties"].items()
        }
    return made


def _field(name: str, schema: Schema, constraints: Mapping[str, Schema], version: str) -> Schema:
    made = {**_typed(schema), **constraints.get(name, {})}
    definition, _, key = name.partition(".")
    made["description"] = described(version, definition, key, made)
    if ("$ref" in made and len(made) > 1) or name == "StatefulSet.metadata":
        # Draft 7 ignores keywords next to a reference.
        parts = [{"$ref": made.pop("$ref")}, *([NAME] if name == "StatefulSet.metadata" else [])]
        made["allOf"] = parts
    return made


def _typed(schema: Schema) -> Schema:
    """Returns a schema in which null means absent, as it does for Kubernetes."""
    if "$ref" in schema:
        return dict(schema)
    made = {key: value for key, value in schema.items() if key not in ("format", "type", "properties")}
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), dict):
            made[key] = _typed(made[key])
    typed = _FORMATS.get(schema.get("format", ""), {"type": schema["type"]} if "type" in schema else {})
    made.update(typed)
    if "type" in made:
        types = made["type"] if isinstance(made["type"], list) else [made["type"]]
        made["type"] = [*types, "null"]
    return made
