"""``stslint check``: arguments become a run, and its report an exit code."""

from __future__ import annotations

import sys

from stslint.cli import console
from stslint.cli.check_arguments import CheckArguments
from stslint.cli.emit import Rendering, emission_of, form_of, rendering, write
from stslint.cli.progress import Progress
from stslint.cli.resolution import resolve
from stslint.pipeline.cached_check_run import check


def run(arguments: CheckArguments) -> int:
    """Checks, writes the reports, and returns the exit code.

    Raises UsageError, OutputError, RuleError, VersionError, OSError.
    """
    if arguments.watch:
        from stslint.cli.commands import watch

        return watch.run(arguments, run)
    if arguments.from_version is not None or arguments.to_version is not None:
        from stslint.cli.commands import version_upgrade

        return version_upgrade.run_check(arguments)
    emission = emission_of(arguments)
    if arguments.fixes:
        from stslint.cli.commands import fix

        return fix.run(fix.request_of(arguments), emission)
    asked = resolve(arguments)
    if arguments.write_baseline:
        from stslint.cli.commands import write_baseline

        return write_baseline.run(asked, arguments.write_baseline, emission)
    if arguments.verbose and asked.store is not None and (unused := asked.store.why_unused()):
        console.note(unused)
    progress = Progress(sys.stderr)
    rendered = check(asked, form_of(emission), lambda report: rendering(report, emission), progress)
    progress.done()
    return write(Rendering(*rendered), emission)
