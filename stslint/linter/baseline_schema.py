"""The JSON Schema of a baseline file."""

from __future__ import annotations

from typing import Any

from stslint.linter.baseline import VERSION, Entry


def baseline_schema() -> dict[str, Any]:
    """Returns the JSON Schema (draft 7) of the file that ``--write-baseline`` writes."""
    finding = {
        **{field: {"type": "string"} for field in Entry._fields},
        "count": {"type": "integer", "minimum": 1, "description": "How many findings are equal to this one."},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "stslint baseline",
        "description": "The findings that stslint does not report again",
        "type": "object",
        "required": ["version", "findings"],
        "properties": {
            "version": {"const": VERSION},
            "findings": {
                "type": "array",
                "items": {"type": "object", "required": list(finding), "properties": finding},
            },
        },
    }
