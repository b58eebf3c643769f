"""A report is written to all its outputs, and decides the exit code."""

from __future__ import annotations

from stslint.cli import console
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import (
    FOR_READERS,
    Output,
    coloured,
    columns,
    outputs_of,
    renderer,
    write_all,
    write_main,
)
from stslint.linter.settings import at_least
from stslint.model import INTERNAL, SEVERITIES, Report, Severity
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.wording import pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    show: Severity = "info"
    sort: str = "position"
    group_by: str = ""
    verbose: bool = False
    fail_if_none: bool = False


def emission_of(arguments: CheckArguments) -> Emission:
    """Returns how the arguments want the report shown.

    Raises UsageError and OutputError: what can't be written is reported before anything is read.
    """
    if arguments.statistics and arguments.form != "text":
        raise UsageError(f"--statistics adds a table to --format text; remove it with {arguments.form}")
    if arguments.group_by and arguments.form != "text":
        raise UsageError(f"--group-by groups --format text; remove it with {arguments.form}")
    return Emission(
        arguments.form,
        arguments.output,
        outputs_of(arguments.output_files, arguments.output),
        arguments.color,
        arguments.quiet,
        arguments.statistics,
        arguments.exit_zero,
        arguments.show,
        arguments.sort,
        arguments.group_by or "",
        arguments.verbose,
        arguments.fail_if_none,
    )


class Rendering(NamedTuple):
    """What a run prints and how it ends.

    ``text`` is the main report, ``files`` are the reports for further files, ``messages`` are for standard
    error.
    """

    text: str
    files: tuple[str, ...]
    messages: tuple[str, ...]
    exit_code: int


def emit(report: Report, emission: Emission) -> int:
    """Writes the reports, and what went wrong in addition to them, and returns the exit code.

    Raises OutputError and OSError.
    """
    return write(rendering(report, emission), emission)


def form_of(emission: Emission) -> str:
    """Returns all that a rendering depends on, apart from its report."""
    return repr((emission, coloured(emission.color, emission.path), columns(emission.path)))


def rendering(report: Report, emission: Emission) -> Rendering:
    """Returns all that is to be written of a report."""
    report = _ordered(report, emission.sort)
    shown = _shown(report, emission.show)
    return Rendering(
        _rendered(shown, emission),
        tuple(renderer(output.form)(report) for output in emission.files),
        tuple(_messages(report, shown.notes, emission)),
        exit_code(report, emission),
    )


def _messages(report: Report, notes: Sequence[str], emission: Emission) -> Iterator[str]:
    if emission.form not in FOR_READERS and not emission.quiet:
        yield from notes
    yield from error_messages(report)
    if emission.fail_if_none and not report.stateful_sets:
        yield f"no StatefulSet in {pluralize(report.files, 'file')}; --fail-if-none makes that a failure"


def write(rendering: Rendering, emission: Emission) -> int:
    """Writes a rendering to its outputs, and returns the exit code. Raises OutputError and OSError."""
    write_all(emission.files, rendering.files)
    write_main(emission.form, rendering.text, emission.path)
    for message in rendering.messages:
        console.note(message)
    return rendering.exit_code


def _ordered(report: Report, order: str) -> Report:
    if order == "position":
        return report
    from stslint.report.ordering import ordered

    return report._replace(findings=ordered(report.findings, order))


def _shown(report: Report, floor: Severity) -> Report:
    if floor == SEVERITIES[-1]:
        return report
    from stslint.report.selection import at_or_above

    return at_or_above(report, floor)


def error_messages(report: Report) -> Iterator[str]:
    """Yields which files could not be read or used, and why."""
    return (f"{error.file}: {error.reason}" for error in report.errors)


def exit_code(report: Report, emission: Emission) -> int:
    """Returns FAILED when a file or a rule failed, FINDINGS when a finding is severe enough, else CLEAN."""
    if report.errors or any(finding.rule == INTERNAL for finding in report.findings):
        return ExitCode.FAILED
    if emission.fail_if_none and not report.stateful_sets:
        return ExitCode.FAILED
    severe = any(at_least(finding.severity, report.fail_on) for finding in report.findings)
    return ExitCode.FINDINGS if severe and not emission.exit_zero else ExitCode.CLEAN


def _rendered(report: Report, emission: Emission) -> str:
    if emission.form != "text":
        return renderer(emission.form)(report)
    if not emission.statistics:
        return _text(report, emission)
    from stslint.report.statistics import statistics

    if emission.quiet:
        return statistics(report)
    return f"{_text(report, emission)}\n{statistics(report)}".lstrip("\n")


def _text(report: Report, emission: Emission) -> str:
    """Returns the report for people; what could not be read goes to standard error as well as to a file."""
    from stslint.report import text

    layout = text.Layout(
        colour=coloured(emission.color, emission.path),
        quiet=emission.quiet,
        verbose=emission.verbose,
        columns=columns(emission.path),
        group_by=emission.group_by,
        list_errors=emission.path is not None,
    )
    return text.render(report, layout)
