"""What is wrong with a configuration: yes or no by its JSON Schema, and the reasons by jsonschema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stslint.config.configuration import KeyPath
from stslint.config.keys import KEYS
from stslint.config.schema import configuration_schema
from stslint.json_schema.quick import fits
from stslint.kubernetes.schema.versions import NEWEST, VersionError, parse_version
from stslint.text.suggest import nearest
from stslint.text.wording import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Complaint = tuple[KeyPath, str]
"""Where something is wrong, by keys and indices, and what."""


def complaints(values: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yields the mistakes in a configuration's keys and in the forms of its values."""
    schema = configuration_schema()
    if not fits(values, schema):
        yield from _explained(values, schema)
    yield from _unknown_versions(values)


def _explained(values: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Complaint]:
    from stslint.json_schema.explanation import explain_with_schema

    for path, message in explain_with_schema(values, schema):
        unknown = len(path) == 1 and path[0] not in KEYS
        yield path, _unknown(str(path[0])) if unknown else message


def _unknown(name: str) -> str:
    if name == "rules":
        return "`rules` is not a setting: custom rules are code and run only when --rules names their folder"
    near = did_you_mean(nearest(name.replace("_", "-"), KEYS))
    return f"unknown setting `{name}`; {near or 'the settings are ' + ', '.join(KEYS)}"


def _unknown_versions(values: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yields what no schema says of a version: that it is unknown, or lost its last zero as a number."""
    for path, version in _versions(values):
        if isinstance(version, str):
            try:
                parse_version(version)
            except VersionError as error:
                yield path, f"`{path[0]}`: {error}"
        elif isinstance(version, int | float) and not isinstance(version, bool):
            yield path, f'`{path[0]}` must be a version in quotes, such as "{NEWEST}", not `{version}`'


def _versions(values: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
    yield ("kubernetes-version",), values.get("kubernetes-version")
    several = values.get("kubernetes-versions")
    if isinstance(several, list):
        yield from ((("kubernetes-versions", index), version) for index, version in enumerate(several))
