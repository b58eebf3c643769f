"""``stslint check --write-baseline``: all findings of today are recorded, to be hidden from now on."""

from __future__ import annotations

from stslint.cli import console
from stslint.cli.emit import Emission, emit, exit_code
from stslint.cli.exit_codes import ExitCode
from stslint.linter.baseline import freeze
from stslint.pipeline.check_session import CheckSession
from stslint.pipeline.run import Run
from stslint.text.wording import pluralize


def run(asked: Run, path: str, emission: Emission) -> int:
    """Writes all findings of today to the baseline, and returns the exit code."""
    session = CheckSession(asked._replace(baseline=None))
    result = session.visible(session.lint(session.bundle), session.bundle)
    report = session.report(result)
    if exit_code(report, emission) == ExitCode.FAILED:
        return emit(report, emission)
    number = freeze(result.outcome, session.bundle, path)
    console.show(f"{pluralize(number, 'finding')} written to {path}\n")
    return ExitCode.CLEAN
