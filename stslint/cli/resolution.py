"""Arguments and configuration become one ``Run``; after this nobody asks for the arguments again."""

from __future__ import annotations

import os
import sys

from stslint.cli import console
from stslint.cli.errors import UsageError
from stslint.cli.run_settings import base_settings, configuration_of, context_of, excludes_of, settings_of
from stslint.linter.rule import Rule, RuleError
from stslint.linter.rule_set import rule_set
from stslint.model import Skipped
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run
from stslint.runtime.bounded_reading import read_stream
from stslint.runtime.disk_cache import Store, folder
from stslint.runtime.package_data import location
from stslint.runtime.pattern_programs import programs
from stslint.sources.files.path_expansion import NAME_OF_STDIN, STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from stslint.cli.check_arguments import CheckArguments
    from stslint.config import Configuration
    from stslint.linter.baseline import Baseline
    from stslint.sources.render.runner import RenderOptions


def resolve(arguments: CheckArguments) -> Run:
    """Returns the run that the arguments and the configuration ask for.

    Raises UsageError, ConfigurationError, RuleError, VersionError, BaselineError and OSError.
    """
    if arguments.stdin_filename != NAME_OF_STDIN and STDIN not in arguments.paths:
        raise UsageError("--stdin-filename names standard input, which is not read: add `-`")
    bad: list[RuleError] = []
    store = _store(arguments)
    rules = rule_set(arguments.rule_folders, bad.append, store)
    if arguments.rule_folders:
        _note_private_imports(rules)
    configuration = configuration_of(arguments.paths, arguments.config, arguments.no_config)
    settings = settings_of(arguments, rules, base_settings(configuration, rules))
    if bad and (arguments.fixes or arguments.write_baseline):
        raise bad[0]  # nothing is written when a rule is missing
    return Run(
        _inputs(arguments, configuration, settings.kubernetes_version, bad),
        rules,
        settings,
        _baseline(arguments.baseline),
        None if arguments.rule_folders else store,  # custom rules may look at anything
    )


def _note_private_imports(rules: Sequence[Rule]) -> None:
    from stslint.linter.custom_rules import private_imports

    for sentence in private_imports(rules, location("rules")):
        console.note(sentence)


def _store(arguments: CheckArguments) -> Store | None:
    place = None if arguments.no_cache else folder()
    store = None if place is None else Store(place)
    programs().use(store)
    return store


def _baseline(path: str | None) -> Baseline | None:
    if path is None:
        return None
    from stslint.linter.baseline import load

    return load(path)


def _inputs(
    arguments: CheckArguments, configuration: Configuration, version: str, bad: Sequence[RuleError]
) -> Inputs:
    """Returns what the arguments name to be read; without a path, the current folder."""
    return Inputs(
        paths=_in_fixed_order(arguments.paths) or (".",),
        exclude=arguments.exclude,
        exclude_by_folder=excludes_of(configuration),
        context=(*arguments.context, *context_of(configuration)),
        use_context=not arguments.no_context,
        stdin=lambda: read_stream(sys.stdin.buffer),
        stdin_name=arguments.stdin_filename,
        against=arguments.against,
        render=_render_options(arguments, version),
        policies=arguments.policies,
        unusable=tuple(Skipped(each.path, each.reason) for each in bad),
    )


def _in_fixed_order(paths: Sequence[str]) -> tuple[str, ...]:
    """Returns paths in an order that does not depend on how they were named: hooks shuffle them.

    Files come first: one that is in a named folder as well is a named file.
    """
    return tuple(sorted(paths, key=lambda path: (os.path.isdir(path), path)))


def _render_options(arguments: CheckArguments, version: str) -> RenderOptions | None:
    if not arguments.render:
        if arguments.render_values:
            raise UsageError("--render-values is for charts that --render renders: add --render")
        return None
    from stslint.kubernetes.schema.kinds import api_versions
    from stslint.sources.render.runner import RenderOptions

    if arguments.against and arguments.against.startswith("git:"):
        raise UsageError(
            "--render cannot render a git revision: render the old revision to a file, "
            "and pass that to --against"
        )
    missing = [path for path in arguments.render_values if not os.path.isfile(path)]
    if missing:
        raise UsageError(f"--render-values {missing[0]}: no such file")
    values = tuple(arguments.render_values)
    return RenderOptions(arguments.render_timeout, values, version, api_versions(version))
