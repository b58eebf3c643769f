"""``stslint check``: settings from words, a report into a format, an exit code out of the report."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from stslint.cache import Store, folder
from stslint.commands.outputs import outputs_of, renderer, write_all, write_main
from stslint.commands.rules import rulebook
from stslint.inputs import Inputs
from stslint.kubernetes.suggest import nearest
from stslint.kubernetes.versions import parse_version
from stslint.model import INTERNAL, SEVERITIES, Report, Severity
from stslint.progress import Progress
from stslint.report.plain import harmless
from stslint.results import check
from stslint.rulebook import Rule
from stslint.settings import Settings, at_least, matches

if TYPE_CHECKING:
    from stslint.sources.render import RenderOptions

CLEAN, FOUND, FAILED = 0, 1, 2


class UsageError(ValueError):
    """Words of the command line that can't be meant; the message says what to write."""


class Words(NamedTuple):
    """What the command line says, as it says it."""

    paths: Sequence[str]
    form: str = "text"
    output: str | None = None
    output_files: Sequence[str] = ()
    kubernetes_version: str = "1.37"
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Sequence[str] = ()
    context: Sequence[str] = ()
    no_context: bool = False
    exclude: Sequence[str] = ()
    complete: bool = False
    against: str | None = None
    render: bool = False
    render_timeout: float = 30
    render_values: Sequence[str] = ()
    fail_on: Severity = "warning"
    exit_zero: bool = False
    stdin_filename: str = "<stdin>"
    rule_folders: Sequence[str] = ()
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    no_cache: bool = False


@contextmanager
def _uncollected() -> Iterator[None]:
    """Puts off Python's search for garbage: all that a check makes lives to its end.

    On a thousand StatefulSets the search takes two fifths of the time, and finds nothing.
    """
    import gc

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def run(words: Words) -> int:
    """Checks, writes the reports, and returns the exit code.

    Raises UsageError, OutputError, RuleError, VersionError, OSError.
    """
    if words.statistics and words.form != "text":
        raise UsageError(f"--statistics adds a table to --format text; leave it out with {words.form}")
    outputs = outputs_of(words.output_files, words.output)
    place = None if words.no_cache else folder()
    store = None if place is None else Store(place)
    rules = rulebook(words.rule_folders, store)
    settings = settings_of(words, rules)
    progress = Progress(sys.stderr)
    report = check(inputs_of(words), rules, settings, progress, store)
    progress.done()
    write_all(outputs, report)
    write_main(words.form, _rendered(words, report), words.output)
    for error in report.errors:
        print(harmless(f"stslint: {error.file}: {error.reason}"), file=sys.stderr)
    return exit_code(words, report)


def exit_code(words: Words, report: Report) -> int:
    """Returns 2 when a file or a rule failed, 1 when a finding is grave enough, else 0."""
    if report.errors or any(finding.rule == INTERNAL for finding in report.findings):
        return FAILED
    grave = any(at_least(finding.severity, words.fail_on) for finding in report.findings)
    return FOUND if grave and not words.exit_zero else CLEAN


def inputs_of(words: Words) -> Inputs:
    """Returns what the words name to be read; without a path, the current folder."""
    return Inputs(
        paths=words.paths or (".",),
        exclude=words.exclude,
        context=words.context,
        use_context=not words.no_context,
        stdin=lambda: sys.stdin.buffer.read(),
        stdin_name=words.stdin_filename,
        against=words.against,
        render=_rendering(words),
    )


def _rendering(words: Words) -> RenderOptions | None:
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
    version = parse_version(words.kubernetes_version)
    return RenderOptions(words.render_timeout, tuple(words.render_values), version)


def settings_of(words: Words, rules: Sequence[Rule]) -> Settings:
    """Returns the settings that the words describe. Raises UsageError for a rule that does not exist."""
    return Settings(
        kubernetes_version=parse_version(words.kubernetes_version),
        select=_rule_words(words.select, rules),
        ignore=_rule_words(words.ignore, rules),
        severities=_severities(words.severity, rules),
        fail_on=words.fail_on,
        complete=words.complete,
    )


def _rule_words(values: Sequence[str], rules: Sequence[Rule]) -> tuple[str, ...]:
    words = tuple(word.strip() for value in values for word in value.split(",") if word.strip())
    for word in words:
        if not any(matches(word, rule.id, rule.name) for rule in rules):
            near = nearest(word, [name for rule in rules for name in (rule.id, rule.name)])
            hint = f", did you mean `{near}`?" if near else "; `stslint rules` lists them"
            raise UsageError(f"no rule matches `{word}`{hint}")
    return words


def _severities(values: Sequence[str], rules: Sequence[Rule]) -> Mapping[str, Severity]:
    found: dict[str, Severity] = {}
    for value in values:
        word, _, level = value.partition("=")
        severity = next((known for known in SEVERITIES if known == level), None)
        if severity is None:
            raise UsageError(f"--severity {value}: write RULE=LEVEL, with a level of {', '.join(SEVERITIES)}")
        for known in _rule_words([word], rules):
            named = [rule for rule in rules if matches(known, rule.id, rule.name)]
            found.update({rule.id: severity for rule in named})
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
    return "".join(lines) or "No findings\n"
