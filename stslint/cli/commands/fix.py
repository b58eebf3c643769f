"""``stslint check --fix`` and ``--diff``: what is mended is shown or written, what remains is reported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass

from stslint.cli.commands.check import (
    CLEAN,
    FAILED,
    FOUND,
    Words,
    exit_code,
    tell,
)
from stslint.cli.errors import UsageError
from stslint.fixer.fix_loop import FixResult, Lint, apply_fixes, excluding_failed
from stslint.fixer.unified_diff import diff
from stslint.fixer.working_copies import WorkingCopy
from stslint.linter.baseline import Baseline
from stslint.linter.outcome import Outcome
from stslint.linter.rule import Rule, wanted
from stslint.linter.settings import Settings
from stslint.linter.version_matrix import judged
from stslint.model import Bundle, Finding, Report, Skipped
from stslint.pipeline.check_run import Judged, report_of, told
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import LoadedRun, load
from stslint.runtime.atomic_write import replace_content
from stslint.text.sanitize import sanitize
from stslint.text.wording import pluralize


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be mended, by which rules. ``stdin`` is the name of standard input where it is read."""

    gathered: LoadedRun
    rules: Sequence[Rule]
    settings: Settings
    baseline: Baseline | None = None
    unsafe: bool = False
    stdin: str = ""
    stdin_data: Callable[[], bytes] = bytes


@dataclass(frozen=True, slots=True)
class Done:
    """What was mended, and what is left to tell."""

    mended: FixResult
    judged: Judged
    failed: tuple[Skipped, ...] = ()


def run(
    words: Words, inputs: Inputs, rules: Sequence[Rule], settings: Settings, frozen: Baseline | None
) -> int:
    """Shows or writes what can be mended, tells what remains, and returns the exit code.

    Raises UsageError for words that don't go together.
    """
    _refuse_odd(words)
    stdin = words.stdin_filename if "-" in words.paths else ""
    data = sys.stdin.buffer.read() if stdin else b""
    gathered = load(inputs._replace(stdin=lambda: data), settings)
    task = Task(gathered, rules, settings, frozen, words.unsafe_fixes, stdin, lambda: data)
    every = all_rules(settings)
    act = mended if words.diff else written
    book = gathered.book(rules)
    done = act(task, lambda bundle: judged(bundle, book, every, gathered.before))
    return (
        _show(words, done, settings, rules) if words.diff else _remaining(words, done, settings, rules, stdin)
    )


def _refuse_odd(words: Words) -> None:
    if not (words.fix or words.diff):
        raise UsageError("--unsafe-fixes says what --fix or --diff may change: add one of the two")
    if words.write_baseline:
        raise UsageError("--write-baseline freezes what is there: fix first, then write the baseline")


def _show(words: Words, done: Done, settings: Settings, rules: Sequence[Rule]) -> int:
    """Prints what would change; the exit code says whether anything would."""
    sys.stdout.flush()
    sys.stdout.buffer.write(diff(done.mended.pages).encode("utf-8", "backslashreplace"))
    report = report_of(done.mended.gathered, done.judged, settings, rules)
    for note in () if words.quiet else (*notes(done, "would be fixed"), *_open_policies(done, report)):
        print(sanitize(f"stslint: {note}"), file=sys.stderr)
    for error in report.errors:
        print(f"stslint: {error.file}: {error.reason}", file=sys.stderr)
    if exit_code(words, report) == FAILED:
        return FAILED
    return FOUND if done.mended.pages and not words.exit_zero else CLEAN


def _open_policies(done: Done, report: Report) -> Iterator[str]:
    """Yields what could not be said of the run's policies: what would change may not please them all."""
    if done.mended.gathered.policies is None:
        return
    from stslint.policies.check import ID

    yield from (f"not checked: {each.reason}" for each in report.not_checked if each.rule == ID)


def _remaining(words: Words, done: Done, settings: Settings, rules: Sequence[Rule], stdin: str) -> int:
    """Prints what remains: to standard error where standard output is the mended text."""
    report = report_of(done.mended.gathered, done.judged, settings, rules)
    report = report._replace(
        notes=(*report.notes, *notes(done, "fixed")),
    )
    with nullcontext() if not stdin or words.output is not None else redirect_stdout(sys.stderr):
        code = tell(words, report)
    for file, reason in done.failed:
        print(f"stslint: {file}: {reason}", file=sys.stderr)
    return FAILED if done.failed else code


def all_rules(settings: Settings) -> Settings:
    """Returns settings by which every rule answers, those that are chosen and off by default too."""
    return settings._replace(select=(), ignore=(), extend_select=(*settings.select, *settings.extend_select))


def mended(task: Task, lint: Lint) -> Done:
    """Returns what the files become, and writes nothing. Raises OSError and ChangedSinceError."""
    result = apply_fixes(task.gathered, lint, _telling(task), _loading(task), task.unsafe)
    return Done(result, _left(task, result))


def written(task: Task, lint: Lint) -> Done:
    """Mends the files, and returns what was done; standard input's new text goes to standard output."""
    done = mended(task, lint)
    failed = tuple(_written(done.mended.pages, task.stdin))
    if task.stdin:
        data = next((page.data for page in done.mended.pages if page.name == task.stdin), task.stdin_data())
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    if not failed:
        return done
    result = excluding_failed(done.mended, {each.file for each in failed}, task.gathered, lint)
    return Done(result, _left(task, result), failed)


def notes(done: Done, verb: str) -> Iterator[str]:
    """Yields what a person should know of the fixes that were made, and of those that were not."""
    fixed = [finding for page in done.mended.pages for finding in page.fixed]
    for finding in fixed:
        if finding.fix is not None and finding.fix.note:
            place = f"{finding.file}:{finding.span.line}"
            yield f"{place}: {finding.rule} {finding.fix.title}: {finding.fix.note}"
    for name, reason in done.mended.refused:
        yield f"{name}: nothing of it is fixed: {reason}"
    yield f"{len(fixed)} {verb} in {pluralize(len(done.mended.pages), 'file')}"


def _telling(task: Task) -> Callable[[Outcome, Bundle], Sequence[Finding]]:
    def findings(outcome: Outcome, bundle: Bundle) -> Sequence[Finding]:
        return _told(task, outcome, bundle).outcome.findings

    return findings


def _left(task: Task, result: FixResult) -> Judged:
    return _told(task, result.outcome, result.gathered.bundle)


def _told(task: Task, outcome: Outcome, bundle: Bundle) -> Judged:
    """Returns what this run tells of an outcome in which every rule has answered."""
    asked = wanted(task.rules, task.settings)
    ids, known = ({rule.id for rule in rules} for rules in (asked, task.rules))
    chosen = Outcome(
        tuple(each for each in outcome.findings if each.rule in ids or each.rule not in known),
        (*task.gathered.unevaluated(asked), *(each for each in outcome.not_checked if each.rule in ids)),
    )
    return told(chosen, bundle, task.rules, task.settings, task.baseline)


def _loading(task: Task) -> Callable[[str], bytes]:
    def load(name: str) -> bytes:
        if name == task.stdin:
            return task.stdin_data()
        with open(name, "rb") as stream:
            return stream.read()

    return load


def _written(pages: Iterable[WorkingCopy], stdin: str) -> Iterator[Skipped]:
    """Writes the files, and yields those that could not be written and why."""
    for page in pages:
        if page.name == stdin:
            continue
        try:
            replace_content(page.name, page.original, page.data)
        except OSError as error:
            yield Skipped(page.name, f"not fixed: {error.strerror or error}")
