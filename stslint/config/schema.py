"""The JSON Schema of a configuration, built from the table that checks it."""

from __future__ import annotations

from collections.abc import Mapping

from stslint.config.keys import KEYS
from stslint.kubernetes.schema.versions import SUPPORTED
from stslint.linter.profiles import PROFILES
from stslint.model import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WORDS = {"type": "array", "items": {"type": "string", "minLength": 1}}
_LEVEL = {"enum": list(SEVERITIES)}
_LEVELS = {"type": "object", "additionalProperties": _LEVEL}
# A version can name a patch release, and in YAML an unquoted 1.34 is a number.
_VERSION = {"type": ["string", "number"], "examples": [SUPPORTED[-1]]}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "words": _WORDS,
    "profile": {"enum": list(PROFILES)},
    "level": _LEVEL,
    "levels": _LEVELS,
    "words by path": {"type": "object", "additionalProperties": _WORDS},
    "levels by path": {"type": "object", "additionalProperties": _LEVELS},
    "version": _VERSION,
    "versions": {"type": "array", "items": _VERSION, "minItems": 1},
    "boolean": {"type": "boolean"},
}


def configuration_schema() -> dict[str, Any]:
    """Returns the JSON Schema (draft 7) of `[tool.stslint]`, `stslint.toml` and `.stslint.yaml`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "stslint",
        "description": "The settings of stslint: [tool.stslint], stslint.toml or .stslint.yaml",
        "type": "object",
        "additionalProperties": False,
        "not": {"required": ["kubernetes-version", "kubernetes-versions"]},
        "properties": {
            name: {"description": key.description, **_FORMS[key.form]} for name, key in KEYS.items()
        },
    }
