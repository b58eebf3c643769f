"""The generated schemas, loaded by version."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

from stslint.runtime import json_data, package_data
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

Definition: TypeAlias = "Mapping[str, Any]"


class Schemas(NamedTuple):
    """What one Kubernetes version decodes.

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
        """Returns the name of a definition, or an empty string for a schema that is not one."""
        for target, known in self.references.items():
            if known is definition:
                return target.rpartition("/")[2]
        return ""


def reference(name: str) -> str:
    """Returns the ``$ref`` of a definition."""
    return f"#/definitions/{name}"


@cache
def load(version: str) -> Schemas:
    """Returns the schemas of a supported version (see ``versions.parse_version``)."""
    document = json_data.load(os.path.join(package_data.location("schemas"), f"{version}.json"))
    references = {reference(name): schema for name, schema in document["definitions"].items()}
    return Schemas(version, document["kinds"], references, document)
