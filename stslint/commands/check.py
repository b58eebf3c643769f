"""``stslint check``: settings from words, a report into a format, an exit code out of the report."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from stslint.cache import Store, folder
from stslint.commands.configured import (
    base_settings,
    configuration_of,
    context_of,
    excludes_of,
    with_selection,
    with_versions,
)
from stslint.commands.outputs import outputs_of, renderer, write_all, write_main
from stslint.commands.rules import rulebook
from stslint.config.configuration import NOTHING, Configuration
from stslint.inputs import Inputs
from stslint.kubernetes.versions import NEWEST
from stslint.model import INTERNAL, SEVERITIES, Report, Severity, Skipped
from stslint.profiles import PROFILES
from stslint.progress import Progress
from stslint.records import NamedTuple
from stslint.report.plain import harmless
from stslint.results import check
from stslint.rule_words import severities_by_id, unknown_rule
from stslint.rulebook import Rule, RuleError
from stslint.settings import Settings, at_least

if TYPE_CHECKING:
    from stslint.baseline import Baseline
    from stslint.sources.render import RenderOptions

CLEAN, FOUND, FAILED = 0, 1, 2
DEFAULTS = Settings()


class UsageError(ValueError):
    """Words of the command line that can't be meant; the message says what to write."""


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
        from stslint.commands import fix

        return fix.run(words, inputs, rules, settings, frozen)
    if words.write_baseline:
        return _freeze(words, inputs, rules, settings)
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
        print(harmless(f"stslint: {note}"), file=sys.stderr)
    for error in report.errors:
        print(harmless(f"stslint: {error.file}: {error.reason}"), file=sys.stderr)
    return exit_code(words, report)


def _store(words: Words) -> Store | None:
    place = None if words.no_cache else folder()
    return None if place is None else Store(place)


def _frozen(words: Words) -> Baseline | None:
    if words.baseline is None:
        return None
    from stslint.baseline import load

    return load(words.baseline)


def _freeze(words: Words, inputs: Inputs, rules: Sequence[Rule], settings: Settings) -> int:
    """Writes all findings of today to the baseline, and returns the exit code."""
    from stslint.checking import gather, report_of, told
    from stslint.judging import judged

    gathered = gather(inputs, settings)
    outcome = judged(gathered.bundle, gathered.book(rules), settings, gathered.before)
    left = told(outcome, gathered.bundle, rules, settings)
    report = report_of(gathered, left, settings, rules)
    if exit_code(words, report) == FAILED or words.write_baseline is None:
        return tell(words, report)
    from stslint.baseline import freeze

    number = freeze(left.outcome, gathered.bundle, words.write_baseline)
    sys.stdout.write(f"{number} finding{'' if number == 1 else 's'} written to {words.write_baseline}\n")
    return CLEAN


def exit_code(words: Words, report: Report) -> int:
    """Returns 2 when a file or a rule failed, 1 when a finding is grave enough, else 0."""
    if report.errors or any(finding.rule == INTERNAL for finding in report.findings):
        return FAILED
    grave = any(at_least(finding.severity, report.fail_on) for finding in report.findings)
    return FOUND if grave and not words.exit_zero else CLEAN


def inputs_of(words: Words, configuration: Configuration = NOTHING, version: str = NEWEST) -> Inputs:
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
    from stslint.sources.render import RenderOptions

    if words.against and words.against.startswith("git:"):
        raise UsageError(
            "--render can't render what Git holds: render the old revision to a file, and name that --against"
        )
    missing = [path for path in words.render_values if not os.path.isfile(path)]
    if missing:
        raise UsageError(f"--render-values {missing[0]}: no such file")
    return RenderOptions(words.render_timeout, tuple(words.render_values), version)


def settings_of(words: Words, rules: Sequence[Rule], base: Settings = DEFAULTS) -> Settings:
    """Returns the settings that the words describe, above those of a configuration.

    Raises UsageError for a rule that does not exist, and VersionError.
    """
    settings = with_selection(
        base,
        select=_rule_words(words.select, rules),
        extend_select=(*PROFILES[words.profile or "default"].rules, *_rule_words(words.extend_select, rules)),
        ignore=_rule_words(words.ignore, rules),
        rules=rules,
    )
    if words.kubernetes_version is not None:
        settings = with_versions(settings, words.kubernetes_version)
    return settings._replace(
        severities={
            **base.severities,
            **_of_profile(words.profile or "default", rules),
            **_severities(words.severity, rules),
        },
        fail_on=words.fail_on or base.fail_on,
        complete=base.complete if words.complete is None else words.complete,
        jobs=words.jobs,
    )


def _rule_words(values: Sequence[str], rules: Sequence[Rule]) -> tuple[str, ...]:
    words = tuple(word.strip() for value in values for word in value.split(",") if word.strip())
    for word in words:
        fault = unknown_rule(word, rules)
        if fault:
            raise UsageError(fault)
    return words


def _of_profile(profile: str, rules: Sequence[Rule]) -> Mapping[str, Severity]:
    levels = PROFILES[profile].severities
    return {rule.id: levels[rule.name] for rule in rules if rule.name in levels}


def _severities(values: Sequence[str], rules: Sequence[Rule]) -> Mapping[str, Severity]:
    found: dict[str, Severity] = {}
    for value in values:
        word, _, level = value.partition("=")
        severity = next((known for known in SEVERITIES if known == level), None)
        if severity is None:
            raise UsageError(f"--severity {value}: write RULE=LEVEL, with a level of {', '.join(SEVERITIES)}")
        for known in _rule_words([word], rules):
            found.update(severities_by_id({known: severity}, rules))
    return found


def _rendered(words: Words, report: Report) -> str:
    if words.form != "text":
        return renderer(words.form)(report)
    text = renderer("text")(report, colour=_coloured(words), quiet=words.quiet)
    return f"{text}\n{_statistics(report)}".lstrip("\n") if words.statistics else text


def _coloured(words: Words) -> bool:
    if words.color != "auto":
        return words.color == "always"
    return words.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _statistics(report: Report) -> str:
    counts = Counter((finding.rule, finding.name, finding.severity) for finding in report.findings)
    lines = [
        f"{number:6}  {rule}  {severity:7}  {name}\n"
        for (rule, name, severity), number in counts.most_common()
    ]
    return ("".join(lines) or "No findings\n") + _unjudged(report)


def _unjudged(report: Report) -> str:
    """Returns a line for each kind that was read and whose verdict is not given."""
    from stslint.kubernetes.verdict import JUDGED

    # A misspelt kind is judged as the one that was meant.
    refused = {(each.file, each.document) for each in report.findings if each.layer == "api"}
    passed = (each for each in report.checked if (each.file, each.document) not in refused)
    kinds = Counter(each.reference.kind for each in passed if each.reference is not None)
    others = [(number, kind) for kind, number in kinds.most_common() if kind not in JUDGED]
    return "".join(f"{number:6}  not judged       {harmless(kind)}\n" for number, kind in others)
