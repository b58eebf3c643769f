"""Turns a configuration into the settings of a run, once the rules are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stslint.config.application_files import images_of
from stslint.config.configuration import Configuration, ConfigurationError, Fault, KeyPath
from stslint.config.keys import KEYS
from stslint.kubernetes.schema.versions import NEWEST, number, parse_version
from stslint.linter.profiles import PROFILES
from stslint.linter.rule import Rule
from stslint.linter.rule_selectors import severities_by_id, unknown_rules
from stslint.linter.settings import PathSettings, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def settings_from(configuration: Configuration, rules: Sequence[Rule]) -> Settings:
    """Returns the settings of a configuration. Raises ConfigurationError where it names an unknown rule."""
    faults = list(_unknown_rules(configuration, rules))
    if faults:
        raise ConfigurationError(faults)
    values = configuration.values
    versions = versions_of(configuration)
    profile = PROFILES[values.get("profile", "default")]
    return Settings(
        kubernetes_version=versions[-1],
        kubernetes_versions=versions,
        select=_different(values.get("select", profile.select)),
        extend_select=_different((*profile.rules, *values.get("extend-select", ()))),
        ignore=_different(values.get("ignore", ())),
        severities=severities_by_id({**profile.severities, **values.get("severities", {})}, rules),
        fail_on=values.get("fail-on", "warning"),
        complete=values.get("complete", False),
        per_path=_per_path(values, rules),
        folder=configuration.folder,
        images=images_of(configuration),
        contexts=profile.contexts,
    )


def _different(words: Iterable[str]) -> tuple[str, ...]:
    """Returns the selectors in their order, each once: all of them are compared with each rule."""
    return tuple(dict.fromkeys(words))


def versions_of(configuration: Configuration) -> tuple[str, ...]:
    """Returns the Kubernetes versions of a configuration, oldest first; the newest if it names none."""
    values = configuration.values
    one = values.get("kubernetes-version", NEWEST)
    several = {parse_version(each) for each in values.get("kubernetes-versions", (one,))}
    return tuple(sorted(several, key=number))


def _per_path(values: Mapping[str, Any], rules: Sequence[Rule]) -> tuple[PathSettings, ...]:
    ignores, severities = values.get("per-path-ignores", {}), values.get("per-path-severities", {})
    return tuple(
        PathSettings(
            pattern,
            _different(ignores.get(pattern, ())),
            severities_by_id(severities.get(pattern, {}), rules),
        )
        for pattern in dict.fromkeys((*ignores, *severities))
    )


def _unknown_rules(configuration: Configuration, rules: Sequence[Rule]) -> Iterator[Fault]:
    named = list(_rule_words(configuration.values))
    unknown = unknown_rules((word for _, word in named), rules)
    return (configuration.fault(path, unknown[word]) for path, word in named if word in unknown)


_OF_RULES = frozenset(("select", "extend-select", "ignore", "severities", "per-path-ignores"))


def _rule_words(values: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for name in KEYS:
        if name in _OF_RULES:
            yield from _named((name,), values.get(name, ()), by_path=name.startswith("per-path"))
    yield from _named(("per-path-severities",), values.get("per-path-severities", {}), by_path=True)


def _named(path: KeyPath, value: Any, *, by_path: bool) -> Iterator[tuple[KeyPath, str]]:
    if by_path:
        for pattern, inner in (value or {}).items():
            yield from _named((*path, pattern), inner, by_path=False)
    elif isinstance(value, Mapping):
        yield from (((*path, word), word) for word in value)
    else:
        yield from (((*path, index), word) for index, word in enumerate(value))
