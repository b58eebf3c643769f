"""The settings of a configuration: one table for the check and for the published schema."""

from __future__ import annotations

from collections.abc import Mapping

from stslint.runtime.namedtuple import NamedTuple


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
    "applications": Key("words", "Files that name the applications that custom images run."),
    "complete": Key("boolean", "The checked paths contain everything that is deployed."),
    "fail-on": Key("level", "The lowest severity that sets the exit code to 1."),
}
