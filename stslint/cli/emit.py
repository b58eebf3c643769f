"""A report is written to all its outputs, and decides the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stslint.cli import console
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import Output, coloured, outputs_of, renderer, write_all, write_main
from stslint.linter.settings import at_least
from stslint.model import INTERNAL, Report
from stslint.runtime.namedtuple import NamedTuple

if TYPE_CHECKING:
    from stslint.cli.check_arguments import CheckArguments


class Emission(NamedTuple):
    """How a report is shown: the main one in ``form`` to ``path`` or standard output, and further files."""

    form: str = "text"
    path: str | None = None
    files: tuple[Output, ...] = ()
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    exit_zero: bool = False


def emission_of(arguments: CheckArguments) -> Emission:
    """Returns how the arguments want the report shown.

    Raises UsageError and OutputError: what can't be written is reported before anything is read.
    """
    if arguments.statistics and arguments.form != "text":
        raise UsageError(f"--statistics adds a table to --format text; remove it with {arguments.form}")
    return Emission(
        arguments.form,
        arguments.output,
        outputs_of(arguments.output_files, arguments.output),
        arguments.color,
        arguments.quiet,
        arguments.statistics,
        arguments.exit_zero,
    )


def emit(report: Report, emission: Emission) -> int:
    """Writes the reports, and what went wrong in addition to them, and returns the exit code.

    Raises OutputError and OSError.
    """
    write_all(emission.files, report)
    write_main(emission.form, _rendered(report, emission), emission.path)
    for note in report.notes if emission.form != "text" and not emission.quiet else ():
        console.note(note)
    report_errors(report)
    return exit_code(report, emission)


def report_errors(report: Report) -> None:
    """Prints which files could not be read or used, and why."""
    for error in report.errors:
        console.error(f"{error.file}: {error.reason}")


def exit_code(report: Report, emission: Emission) -> ExitCode:
    """Returns FAILED when a file or a rule failed, FINDINGS when a finding is severe enough, else CLEAN."""
    if report.errors or any(finding.rule == INTERNAL for finding in report.findings):
        return ExitCode.FAILED
    severe = any(at_least(finding.severity, report.fail_on) for finding in report.findings)
    return ExitCode.FINDINGS if severe and not emission.exit_zero else ExitCode.CLEAN


def _rendered(report: Report, emission: Emission) -> str:
    if emission.form != "text":
        return renderer(emission.form)(report)
    colour = coloured(emission.color, emission.path)
    text = renderer("text")(report, colour=colour, quiet=emission.quiet)
    if not emission.statistics:
        return text
    from stslint.report.statistics import statistics

    return f"{text}\n{statistics(report)}".lstrip("\n")
