"""``stslint plan --state SNAPSHOT [MANIFEST]``: what comes next from what runs."""

from __future__ import annotations

import json
import sys

from stslint.cli.commands.plan_output import rendered
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import write_main
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.snapshot.redaction import redacted
from stslint.pipeline.plan_inputs import PlanRequest
from stslint.pipeline.snapshot_run import inventory_from, time_of
from stslint.pipeline.state_plan import StatePlans, plans_from
from stslint.runtime.bounded_reading import read_stream
from stslint.sources.files.path_expansion import STDIN


def run(arguments: PlanArguments, request: PlanRequest) -> int:
    """Plans from a snapshot, prints, and returns the exit code.

    Raises UsageError, SnapshotError, PlanError and WhatIfError.
    """
    if arguments.scenario is not None or arguments.old:
        raise UsageError("--state cannot be combined with --scenario or --from: it is what runs")
    state = arguments.state or STDIN
    if state == STDIN and STDIN in arguments.paths:
        raise UsageError("standard input can be the snapshot or the manifest, not both")
    moment = time_of(arguments.now)
    inventory = inventory_from([state], lambda: read_stream(sys.stdin.buffer), arguments.stdin_filename)
    plans = plans_from(inventory, moment, request)
    write_main(arguments.form, _text(plans, arguments, request), arguments.output)
    fine = all(each.forecast.fine and not each.refused for each in plans.result.planned)
    return ExitCode.CLEAN if fine else ExitCode.FINDINGS


def _text(plans: StatePlans, arguments: PlanArguments, request: PlanRequest) -> str:
    if arguments.form != "scenario":
        return rendered(arguments, plans.result, request.settings)
    shown = [redacted(each) if arguments.redact else each for each in plans.scenarios]
    return "".join(f"{json.dumps(each)}\n" for each in shown)
