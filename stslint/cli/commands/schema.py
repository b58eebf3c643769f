"""``stslint schema``: the JSON Schema that an editor's YAML plug-in can read."""

from __future__ import annotations

import json

from stslint.kubernetes.editor_schema.schema import editor_schema
from stslint.kubernetes.schema.versions import parse_version


def schema_text(version: str) -> str:
    """Returns the JSON Schema of a StatefulSet for a minor. Raises VersionError for an unknown one."""
    return json.dumps(editor_schema(parse_version(version)), indent=2, ensure_ascii=False) + "\n"
