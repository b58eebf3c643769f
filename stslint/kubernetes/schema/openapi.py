"""The generated schemas: loaded by version, and jsonschema's reading of a document that does not decode.

This is the only importer of jsonschema, whose import costs more than judging a hundred clean documents.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from stslint.kubernetes.schema.formats import has_format, has_type
from stslint.model import Node
from stslint.runtime import package_data
from stslint.runtime.namedtuple import NamedTuple

Definition = Mapping[str, Any]
Reason = Literal["unknown", "duplicate", "type", "format"]


class Refusal(NamedTuple):
    """A node that the API server does not decode, the schema that it should fit, and how it fails.

    ``schema`` is that of the value, and for an unknown field that of the mapping it stands in.
    """

    node: Node
    schema: Definition
    reason: Reason


class Schemas(NamedTuple):
    """What one minor decodes.

    ``kinds`` gives the name of an object's definition by ``apiVersion`` and ``kind``; ``references`` the
    definitions by ``$ref``; ``document`` is the whole JSON Schema.
    """

    version: str
    kinds: Mapping[str, Mapping[str, str]]
    references: Mapping[str, Definition]
    document: Mapping[str, Any]

    def of(self, api_version: str, kind: str) -> Definition | None:
        """Returns the definition of a kind, or nothing for one that has no schema."""
        name = self.kinds.get(api_version, {}).get(kind)
        return None if name is None else self.references[reference(name)]

    def resolve(self, schema: Definition) -> Definition:
        """Returns the definition that a field's schema refers to, else the schema itself."""
        target = schema.get("$ref")
        return schema if target is None else self.references[target]

    def name_of(self, definition: Definition) -> str:
        """Returns the name of a definition, or an empty string for a schema that is none."""
        for target, known in self.references.items():
            if known is definition:
                return target.rpartition("/")[2]
        return ""


def reference(name: str) -> str:
    """Returns the ``$ref`` of a definition."""
    return f"#/definitions/{name}"


@cache
def load(version: str) -> Schemas:
    """Returns the schemas of a supported minor (see ``versions.parse_version``)."""
    with open(os.path.join(package_data.location("schemas"), f"{version}.json"), encoding="utf-8") as file:
        document = json.load(file)
    references = {reference(name): schema for name, schema in document["definitions"].items()}
    return Schemas(version, document["kinds"], references, document)


def explain(root: Node, definition: Definition, schemas: Schemas) -> Iterator[Refusal]:
    """Yields what jsonschema finds wrong with a document, each error at the node it speaks of."""
    target = reference(schemas.name_of(definition))
    validator = _validator_class()({"$ref": target, "definitions": schemas.document["definitions"]})
    for error in validator.iter_errors(_instance(root)):
        node = root
        for step in error.absolute_path:
            node = node.get(step)
        if error.validator == "additionalProperties":
            unknown = [
                child for key, child in node.entries().items() if key not in error.schema["properties"]
            ]
            yield from (Refusal(child, error.schema, "unknown") for child in unknown)
        else:
            yield Refusal(node, error.schema, error.validator)


def _instance(node: Node) -> object:
    """Returns plain data with its nulls: an unknown field is refused whatever its value."""
    value = node.value
    if isinstance(value, dict):
        return {key: _instance(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_instance(child) for child in value]
    return value


@cache
def _validator_class() -> Any:
    """Returns draft 7 with Kubernetes' reading of types: null fits every one, and ``3.0`` is no integer."""
    from jsonschema import Draft7Validator, ValidationError
    from jsonschema.validators import extend

    def type_(validator: object, types: Any, instance: object, schema: object) -> Iterator[Any]:
        if not has_type(instance, types):
            yield ValidationError(f"{instance!r} is not of type {types!r}")

    def format_(validator: Any, name: str, instance: object, schema: Definition) -> Iterator[Any]:
        if has_type(instance, schema["type"]) and not has_format(instance, name):
            yield ValidationError(f"{instance!r} is not a {name!r}")

    return extend(Draft7Validator, {"type": type_, "format": format_})
