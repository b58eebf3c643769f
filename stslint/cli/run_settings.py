"""A run's settings: those of the repository's configuration, and above them the command line's."""

from __future__ import annotations

import os

from stslint.cli.errors import UsageError
from stslint.config import Configuration, configuration_at, configuration_for
from stslint.config.configuration import NOTHING
from stslint.kubernetes.schema.versions import number, parse_version
from stslint.linter.profiles import PROFILES
from stslint.linter.rule import Rule
from stslint.linter.rule_selectors import severities_by_id, unknown_rules
from stslint.linter.settings import Settings, matches
from stslint.model import SEVERITIES, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stslint.cli.check_arguments import CheckArguments


def configuration_of(paths: Sequence[str], file: str | None, ignored: bool) -> Configuration:
    """Returns the named configuration, else the nearest one above the first path, unless ``ignored``.

    Standard input and a run without paths belong to the current folder. Raises ConfigurationError, OSError.
    """
    if ignored:
        return NOTHING
    if file is not None:
        return configuration_at(file)
    named = next((path for path in paths if path != "-"), ".")
    return configuration_for(named)


def base_settings(configuration: Configuration, rules: Sequence[Rule]) -> Settings:
    """Returns the settings of a configuration. Raises ConfigurationError for a rule that does not exist."""
    if not configuration.file:
        return Settings()
    from stslint.config.settings import settings_from  # only where there is something to read

    return settings_from(configuration, rules)


def plan_settings(configuration: Configuration) -> Settings:
    """Returns the settings of a configuration that a plan uses: of several versions the newest.

    A plan runs some rules to know which pods cannot start. Settings of rules have no effect on that.
    """
    if not configuration.file:
        return Settings()
    from stslint.config.application_files import images_of
    from stslint.config.settings import versions_of

    complete, images = configuration.values.get("complete", False), images_of(configuration)
    return Settings(kubernetes_version=versions_of(configuration)[-1], complete=complete, images=images)


def with_versions(settings: Settings, words: str) -> Settings:
    """Returns the settings with the versions of ``1.33`` or ``1.33,1.34``. Raises VersionError."""
    versions = tuple(sorted({parse_version(word) for word in words.split(",")}, key=number))
    return settings._replace(kubernetes_version=versions[-1], kubernetes_versions=versions)


def with_selection(
    settings: Settings,
    *,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    rules: Sequence[Rule],
) -> Settings:
    """Returns the settings with the command line's rules.

    A ``select`` replaces what the configuration selects and ignores. The others add to it, and what is
    selected here is not ignored there.
    """
    if select:
        return settings._replace(select=select, extend_select=extend_select, ignore=ignore)
    kept = settings.ignore
    if extend_select:
        kept = tuple(rule.id for rule in rules if _meant(kept, rule) and not _meant(extend_select, rule))
    return settings._replace(extend_select=(*settings.extend_select, *extend_select), ignore=(*kept, *ignore))


def _meant(words: Sequence[str], rule: Rule) -> bool:
    return any(matches(word, rule.id, rule.name) for word in words)


def context_of(configuration: Configuration) -> list[str]:
    """Returns the configuration's context paths, as they are reached from the working directory."""
    return [
        os.path.relpath(os.path.join(configuration.folder, path))
        for path in configuration.values.get("context", ())
    ]


def excludes_of(configuration: Configuration) -> Mapping[str, Sequence[str]]:
    """Returns the configuration's exclude patterns, by its folder."""
    patterns = configuration.values.get("exclude")
    return {configuration.folder: patterns} if patterns else {}


def settings_of(arguments: CheckArguments, rules: Sequence[Rule], base: Settings) -> Settings:
    """Returns the settings that the arguments describe, above those of a configuration.

    Raises UsageError for a rule that does not exist, and VersionError.
    """
    profile = PROFILES[arguments.profile or "default"]
    if arguments.profile:
        base = base._replace(contexts=profile.contexts, select=profile.select or base.select)
    settings = with_selection(
        base,
        select=rule_words(arguments.select, rules),
        extend_select=(
            *profile.rules,
            *rule_words(arguments.extend_select, rules),
        ),
        ignore=rule_words(arguments.ignore, rules),
        rules=rules,
    )
    if arguments.kubernetes_version is not None:
        settings = with_versions(settings, arguments.kubernetes_version)
    return settings._replace(
        severities={
            **base.severities,
            **_of_profile(arguments.profile or "default", rules),
            **_severities(arguments.severity, rules),
        },
        fail_on=arguments.fail_on or base.fail_on,
        complete=base.complete if arguments.complete is None else arguments.complete,
        jobs=arguments.jobs,
    )


def rule_words(values: Sequence[str], rules: Sequence[Rule]) -> tuple[str, ...]:
    """Returns the selectors in lists such as ``STS1,STS201``. Raises UsageError for an unknown one."""
    given = (word.strip() for value in values for word in value.split(","))
    words = tuple(dict.fromkeys(word for word in given if word))
    for fault in unknown_rules(words, rules).values():
        raise UsageError(fault)
    return words


def _of_profile(profile: str, rules: Sequence[Rule]) -> Mapping[str, Severity]:
    levels = PROFILES[profile].severities
    return {rule.id: levels[rule.name] for rule in rules if rule.name in levels} if levels else {}


def _severities(values: Sequence[str], rules: Sequence[Rule]) -> Mapping[str, Severity]:
    found: dict[str, Severity] = {}
    for value in values:
        word, _, level = value.partition("=")
        severity = next((known for known in SEVERITIES if known == level), None)
        if severity is None:
            raise UsageError(
                f"--severity {value}: use RULE=LEVEL, with one of the levels {', '.join(SEVERITIES)}"
            )
        for known in rule_words([word], rules):
            found.update(severities_by_id({known: severity}, rules))
    return found
