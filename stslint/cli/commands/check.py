"""``stslint check``: words become a run, its report is told, and its exit code comes out of the report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stslint.cli.commands.rules import rulebook
from stslint.cli.errors import UsageError
from stslint.cli.output import coloured, outputs_of, renderer, write_all, write_main
from stslint.cli.progress import Progress
from stslint.cli.run_settings import (
    base_settings,
    configuration_of,
    context_of,
    excludes_of,
    settings_of,
)
from stslint.config import Configuration
from stslint.linter.rule import RuleError
from stslint.linter.settings import at_least
from stslint.model import INTERNAL, Report, Severity, Skipped
from stslint.pipeline.cached_check_run import check
from stslint.pipeline.inputs import Inputs
from stslint.runtime.disk_cache import Store, folder
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import sanitize

if TYPE_CHECKING:
    from stslint.linter.baseline import Baseline
    from stslint.sources.render.runner import RenderOptions

CLEAN, FOUND, FAILED = 0, 1, 2


class Words(NamedTuple):
    """What the command line says, as it says it."""

    paths: Sequence[str]
    form: str = "text"
    output: str | None = None
    output_files: Sequence[str] = ()
    kubernetes_version: str | None = None
    select: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Sequence[str] = ()
    profile: str | None = None
    context: Sequence[str] = ()
    no_context: bool = False
    exclude: Sequence[str] = ()
    complete: bool | None = None
    against: str | None = None
    render: bool = False
    render_timeout: float = 30
    render_values: Sequence[str] = ()
    fail_on: Severity | None = None
    exit_zero: bool = False
    stdin_filename: str = "<stdin>"
    rule_folders: Sequence[str] = ()
    policies: Sequence[str] = ()
    unusable: Sequence[Skipped] = ()
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    config: str | None = None
    no_config: bool = False
    fix: bool = False
    diff: bool = False
    unsafe_fixes: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    no_cache: bool = False
    jobs: int = 0


def run(words: Words) -> int:
    """Checks, writes the reports, and returns the exit code.

    Raises UsageError, OutputError, RuleError, VersionError, OSError.
    """
    if words.statistics and words.form != "text":
        raise UsageError(f"--statistics adds a table to --format text; leave it out with {words.form}")
    outputs_of(words.output_files, words.output)  # what can't be written is said before anything is read
    bad: list[RuleError] = []
    store = _store(words)
    rules = rulebook(words.rule_folders, bad.append, store)
    words = words._replace(unusable=tuple(Skipped(each.path, each.reason) for each in bad))
    configuration = configuration_of(words.paths, words.config, words.no_config)
    settings = settings_of(words, rules, base_settings(configuration, rules))
    inputs = inputs_of(words, configuration, settings.kubernetes_version)
    frozen = _frozen(words)
    if bad and (words.fix or words.diff or words.unsafe_fixes or words.write_baseline):
        raise bad[0]  # nothing is written by a rulebook that lacks a rule
    if words.fix or words.diff or words.unsafe_fixes:
        from stslint.cli.commands import fix

        return fix.run(words, inputs, rules, settings, frozen)
    if words.write_baseline:
        from stslint.cli.commands import write_baseline

        return write_baseline.run(words, inputs, rules, settings)
    progress = Progress(sys.stderr)
    kept_in = None if words.rule_folders else store  # rules of one's own may look at anything
    report = check(inputs, rules, settings, progress, frozen, kept_in)
    progress.done()
    return tell(words, report)


def tell(words: Words, report: Report) -> int:
    """Writes the reports, and what went wrong beside them, and returns the exit code.

    Raises OutputError and OSError.
    """
    write_all(outputs_of(words.output_files, words.output), report)
    write_main(words.form, _rendered(words, report), words.output)
    for note in report.notes if words.form != "text" and not words.quiet else ():
        print(sanitize(f"stslint: {note}"), file=sys.stderr)
    for error in report.errors:
        print(sanitize(f"stslint: {error.file}: {error.reason}"), file=sys.stderr)
    return exit_code(words, report)


def _store(words: Words) -> Store | None:
    place = None if words.no_cache else folder()
    return None if place is None else Store(place)


def _frozen(words: Words) -> Baseline | None:
    if words.baseline is None:
        return None
    from stslint.linter.baseline import load

    return load(words.baseline)


def exit_code(words: Words, report: Report) -> int:
    """Returns 2 when a file or a rule failed, 1 when a finding is grave enough, else 0."""
    if report.errors or any(finding.rule == INTERNAL for finding in report.findings):
        return FAILED
    grave = any(at_least(finding.severity, report.fail_on) for finding in report.findings)
    return FOUND if grave and not words.exit_zero else CLEAN


def inputs_of(words: Words, configuration: Configuration, version: str) -> Inputs:
    """Returns what the words name to be read; without a path, the current folder."""
    return Inputs(
        paths=words.paths or (".",),
        exclude=words.exclude,
        exclude_by_folder=excludes_of(configuration),
        context=(*words.context, *context_of(configuration)),
        use_context=not words.no_context,
        stdin=lambda: sys.stdin.buffer.read(),
        stdin_name=words.stdin_filename,
        against=words.against,
        render=_rendering(words, version),
        policies=words.policies,
        unusable=words.unusable,
    )


def _rendering(words: Words, version: str) -> RenderOptions | None:
    if not words.render:
        if words.render_values:
            raise UsageError("--render-values is for charts that --render renders: add --render")
        return None
    from stslint.sources.render.runner import RenderOptions

    if words.against and words.against.startswith("git:"):
        raise UsageError(
            "--render can't render what Git holds: render the old revision to a file, and name that --against"
        )
    missing = [path for path in words.render_values if not os.path.isfile(path)]
    if missing:
        raise UsageError(f"--render-values {missing[0]}: no such file")
    return RenderOptions(words.render_timeout, tuple(words.render_values), version)


def _rendered(words: Words, report: Report) -> str:
    if words.form != "text":
        return renderer(words.form)(report)
    text = renderer("text")(report, colour=coloured(words.color, words.output), quiet=words.quiet)
    if not words.statistics:
        return text
    from stslint.cli.commands.statistics import statistics

    return f"{text}\n{statistics(report)}".lstrip("\n")
