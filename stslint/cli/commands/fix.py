"""``stslint check --fix`` and ``--diff``: fixes are written or shown, and what remains is reported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext, redirect_stdout

from stslint.cli import console
from stslint.cli.check_arguments import CheckArguments
from stslint.cli.emit import Emission, emit, error_messages, exit_code
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.resolution import resolve
from stslint.fixer.fix_run import FixOutcome, FixRequest, fix, notes
from stslint.fixer.unified_diff import diff
from stslint.report.run_notes import skipped_files
from stslint.runtime.bounded_reading import read_stream


def request_of(arguments: CheckArguments) -> FixRequest:
    """Returns what is to be fixed, with standard input read.

    Raises UsageError for arguments that don't go together, and what ``resolve`` raises.
    """
    if not (arguments.fix or arguments.diff):
        raise UsageError("--unsafe-fixes decides what --fix or --diff may change: add one of the two")
    if arguments.write_baseline:
        raise UsageError("--write-baseline records what is there: fix first, then write the baseline")
    run = resolve(arguments)
    stdin = arguments.stdin_filename if "-" in arguments.paths else ""
    data = read_stream(sys.stdin.buffer) if stdin else b""
    run = run._replace(inputs=run.inputs._replace(stdin=lambda: data))
    return FixRequest(run, arguments.unsafe_fixes, arguments.diff, stdin, lambda: data)


def run(request: FixRequest, emission: Emission) -> int:
    """Shows or writes what can be fixed, reports what remains, and returns the exit code.

    Raises OSError and ChangedSinceError.
    """
    outcome = fix(request)
    return _show(outcome, emission) if request.dry_run else _report_remaining(outcome, request, emission)


def _show(outcome: FixOutcome, emission: Emission) -> int:
    """Prints what would change; the exit code says whether anything would."""
    console.write_bytes(diff(outcome.changed).encode("utf-8", "backslashreplace"))
    for note in () if emission.quiet else _notes_of_diff(outcome, emission.verbose):
        console.note(note)
    for message in error_messages(outcome.report):
        console.error(message)
    if exit_code(outcome.report, emission) == ExitCode.FAILED:
        return ExitCode.FAILED
    return ExitCode.FINDINGS if outcome.changed and not emission.exit_zero else ExitCode.CLEAN


def _notes_of_diff(outcome: FixOutcome, verbose: bool) -> Iterator[str]:
    """Yields what a difference does not show: how much it fixes, and what was skipped or not checked."""
    yield from notes(outcome, "would be fixed")
    yield from skipped_files(outcome.report.skipped, verbose)
    yield from _open_policies(outcome)


def _open_policies(outcome: FixOutcome) -> Iterator[str]:
    """Yields what could not be said of the run's policies: they may refuse what would change."""
    if not outcome.has_policies:
        return
    from stslint.policies.check import ID

    yield from (f"not checked: {each.reason}" for each in outcome.report.not_checked if each.rule == ID)


def _report_remaining(outcome: FixOutcome, request: FixRequest, emission: Emission) -> int:
    """Prints what remains: to standard error where standard output is the fixed text."""
    if request.stdin:
        fixed = (page.data for page in outcome.changed if page.name == request.stdin)
        console.write_bytes(next(fixed, request.stdin_data()))
    report = outcome.report
    report = report._replace(notes=(*report.notes, *notes(outcome, "fixed")))
    to_stderr = request.stdin and emission.path is None
    with redirect_stdout(sys.stderr) if to_stderr else nullcontext():
        code = emit(report, emission)
    for file, reason in outcome.failed:
        console.error(f"{file}: {reason}")
    return ExitCode.FAILED if outcome.failed else code
