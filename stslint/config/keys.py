"""The settings that a configuration may hold: one table, for the check and for the published schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stslint.config.configuration import Path
from stslint.kubernetes.schema.versions import VersionError, parse_version
from stslint.linter.profiles import PROFILES
from stslint.model import SEVERITIES
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.suggest import nearest

Complaint = tuple[Path, str]
"""Where below a key something is wrong, and what."""


class Key(NamedTuple):
    """One setting: the form of its value, and what it does."""

    form: str
    description: str


KEYS: Mapping[str, Key] = {
    "select": Key("words", "Run these rules only: ids, names, prefixes of ids, or ALL."),
    "extend-select": Key("words", "Run these rules too."),
    "ignore": Key("words", "Leave these rules out."),
    "profile": Key("profile", "A named set of rules that run beside those that are on by default."),
    "severities": Key("levels", "A severity for a rule, by id, name or prefix."),
    "per-path-ignores": Key("words by path", "Rules to leave out for the files that a pattern matches."),
    "per-path-severities": Key("levels by path", "Severities for the files that a pattern matches."),
    "kubernetes-version": Key("version", "The Kubernetes minor to judge by, such as 1.34."),
    "kubernetes-versions": Key("versions", "Several minors: each is judged by, and findings say by which."),
    "exclude": Key("words", "Files and folders to leave out of a folder, as .gitignore writes them."),
    "context": Key("words", "Files and folders to read, but not to report on."),
    "applications": Key("words", "Files that name the applications which your own images run."),
    "complete": Key("boolean", "The paths hold everything that is deployed."),
    "fail-on": Key("level", "The lowest severity that makes the exit code 1."),
}


def complaints(values: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yields what is wrong with a configuration's keys and the forms of its values."""
    for name, value in values.items():
        key = KEYS.get(name)
        if key is None:
            yield (name,), _unknown(name)
        else:
            yield from (((name, *path), f"`{name}` {fault}") for path, fault in _FORMS[key.form](value))
    if "kubernetes-version" in values and "kubernetes-versions" in values:
        yield (
            ("kubernetes-versions",),
            "`kubernetes-version` and `kubernetes-versions` are both here; keep one",
        )


def _unknown(name: str) -> str:
    if name == "rules":
        return "`rules` can't stand here: rules are code, and run only when --rules names their folder"
    near = nearest(name.replace("_", "-"), KEYS)
    hint = f"did you mean `{near}`?" if near else f"there are {', '.join(KEYS)}"
    return f"no setting is called `{name}`; {hint}"


def _words(value: Any) -> Iterator[Complaint]:
    if not isinstance(value, list):
        yield (), f'must be a list of strings, such as ["{value if isinstance(value, str) else "STS201"}"]'
        return
    for index, item in enumerate(value):
        if not isinstance(item, str) or not item:
            yield (index,), f"must hold strings, not {_shown(item)}"


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
        yield (), f"can't be used: {error}"


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
