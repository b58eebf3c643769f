"""``stslint schema``: the JSON Schemas that editors can read."""

from __future__ import annotations

import json
from typing import Any

from stslint.kubernetes.schema.versions import parse_version

SUBJECTS = ("manifest", "manifests", "configuration", "scenario", "baseline")
"""What a schema can describe: a StatefulSet, all checked kinds, or a file that people write for stslint."""


def schema_text(subject: str, version: str) -> str:
    """Returns the JSON Schema of a subject; a manifest's is for a Kubernetes version.

    Raises VersionError for an unknown version.
    """
    return json.dumps(_schema(subject, version), indent=2, ensure_ascii=False) + "\n"


def _schema(subject: str, version: str) -> dict[str, Any]:
    if subject == "configuration":
        from stslint.config.schema import configuration_schema

        return configuration_schema()
    if subject == "scenario":
        from stslint.forecast.scenario_schema import scenario_schema

        return scenario_schema()
    if subject == "baseline":
        from stslint.linter.baseline import baseline_schema

        return baseline_schema()
    if subject == "manifests":
        from stslint.kubernetes.editor_schema.all_kinds import all_kinds_schema

        return all_kinds_schema(parse_version(version))
    from stslint.kubernetes.editor_schema.schema import editor_schema

    return editor_schema(parse_version(version))
