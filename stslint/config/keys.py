"""The settings of a configuration: one table for the check and for the published schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stslint.config.configuration import KeyPath
from stslint.kubernetes.schema.versions import VersionError, parse_version
from stslint.linter.profiles import PROFILES
from stslint.model import SEVERITIES
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.suggest import nearest

Complaint = tuple[KeyPath, str]
"""The path below a key to a mistake, and the message."""


class Key(NamedTuple):
    """One setting: the form of its value, and what the setting does."""

    form: str
    description: str


KEYS: Mapping[str, Key] = {
    "select": Key("words", "Run only these rules: ids, names, prefixes of ids, or ALL."),
    "extend-select": Key("words", "Run these rules in addition."),
    "ignore": Key("words", "Do not run these rules."),
    "profile": Key("profile", "A named group of rules that run in addition to the default rules."),
    "severities": Key("levels", "The severity of a rule, by id, name or prefix of ids."),
    "per-path-ignores": Key("words by path", "Rules not to run for the files that match a pattern."),
    "per-path-severities": Key("levels by path", "Severities of rules for the files that match a pattern."),
    "kubernetes-version": Key("version", "The Kubernetes version to check against, such as 1.34."),
    "kubernetes-versions": Key(
        "versions", "Several Kubernetes versions to check against; findings name the versions they apply to."
    ),
    "exclude": Key("words", "Files and folders to skip when a folder is checked, as patterns of .gitignore."),
    "context": Key("words", "Files and folders to read without reporting on them."),
    "complete": Key("boolean", "The checked paths contain everything that is deployed."),
    "fail-on": Key("level", "The lowest severity that sets the exit code to 1."),
}


def complaints(values: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yields the mistakes in a configuration's keys and in the forms of its values."""
    for name, value in values.items():
        key = KEYS.get(name)
        if key is None:
            yield (name,), _unknown(name)
        else:
            yield from (((name, *path), f"`{name}` {fault}") for path, fault in _FORMS[key.form](value))
    if "kubernetes-version" in values and "kubernetes-versions" in values:
        yield (
            ("kubernetes-versions",),
            "`kubernetes-version` cannot be combined with `kubernetes-versions`: remove one",
        )


def _unknown(name: str) -> str:
    if name == "rules":
        return "`rules` is not a setting: custom rules are code and run only when --rules names their folder"
    near = nearest(name.replace("_", "-"), KEYS)
    hint = f"did you mean `{near}`?" if near else f"the settings are {', '.join(KEYS)}"
    return f"unknown setting `{name}`; {hint}"


def _words(value: Any) -> Iterator[Complaint]:
    if not isinstance(value, list):
        yield (), f'must be a list of strings, such as ["{value if isinstance(value, str) else "STS201"}"]'
        return
    for index, item in enumerate(value):
        if not isinstance(item, str) or not item:
            yield (index,), f"must contain strings, not {_shown(item)}"


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], Iterator[Complaint]]:
    def check(value: Any) -> Iterator[Complaint]:
        if value not in choices:
            near = nearest(value, choices) if isinstance(value, str) else ""
            hint = f"; did you mean `{near}`?" if near else ""
            yield (), f"must be one of {', '.join(choices)}, not {_shown(value)}{hint}"

    return check


def _boolean(value: Any) -> Iterator[Complaint]:
    if not isinstance(value, bool):
        yield (), f"must be true or false, not {_shown(value)}"


def _version(value: Any) -> Iterator[Complaint]:
    if not isinstance(value, str):
        yield (), f'must be a version in quotes, such as "1.34", not {_shown(value)}'
        return
    try:
        parse_version(value)
    except VersionError as error:
        yield (), f"is invalid: {error}"


def _versions(value: Any) -> Iterator[Complaint]:
    if not isinstance(value, list) or not value:
        yield (), 'must be a list of versions, such as ["1.33", "1.34"]'
        return
    for index, item in enumerate(value):
        yield from (((index, *path), fault) for path, fault in _version(item))


def _mapping_of(check: Callable[[Any], Iterator[Complaint]], such_as: str) -> Any:
    def check_all(value: Any) -> Iterator[Complaint]:
        if not isinstance(value, Mapping):
            yield (), f"must be a mapping, such as {such_as}"
            return
        for name, item in value.items():
            yield from (((name, *path), f"of `{name}` {fault}") for path, fault in check(item))

    return check_all


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


_level = _one_of(SEVERITIES)
_levels = _mapping_of(_level, "`STS302: info`")
_FORMS: Mapping[str, Callable[[Any], Iterator[Complaint]]] = {
    "words": _words,
    "profile": _one_of(tuple(PROFILES)),
    "level": _level,
    "levels": _levels,
    "words by path": _mapping_of(_words, '`"tests/**": ["STS4"]`'),
    "levels by path": _mapping_of(_levels, '`"tests/**": {STS302: info}`'),
    "version": _version,
    "versions": _versions,
    "boolean": _boolean,
}
