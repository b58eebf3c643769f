"""``stslint plan``: arguments become what is to be planned, and how the plans end becomes an exit code."""

from __future__ import annotations

import sys

from stslint.cli import console
from stslint.cli.commands.plan_output import rendered
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import write_main
from stslint.cli.plan_arguments import PlanArguments, what_if_of
from stslint.cli.run_settings import configuration_of, context_of, excludes_of, plan_settings
from stslint.kubernetes.schema.versions import parse_version
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.plan_inputs import PlanRequest
from stslint.pipeline.plan_run import PlanResult, plan_sets
from stslint.runtime import disk_cache, garbage_collection
from stslint.runtime.bounded_reading import read_stream


def run(arguments: PlanArguments) -> int:
    """Plans, prints, and returns the exit code. Raises UsageError, PlanError, WhatIfError, VersionError."""
    if arguments.from_version is not None or arguments.to_version is not None:
        from stslint.cli.commands import version_upgrade

        return version_upgrade.run_plan(arguments, request_of(arguments))
    if arguments.scenario is not None:
        from stslint.cli.commands import scenario

        return scenario.run(arguments)
    if arguments.form == "scenario" and arguments.state is None:
        raise UsageError("--format scenario prints what --state SNAPSHOT plays: add it")
    if arguments.redact and arguments.form != "scenario":
        raise UsageError("--redact changes what --format scenario prints: add it")
    if arguments.state is not None:
        from stslint.cli.commands import plan_state

        return plan_state.run(arguments, request_of(arguments))
    if arguments.now is not None:
        raise UsageError("--now is the time of a snapshot: add --state SNAPSHOT")
    if not arguments.paths:
        raise UsageError("name a manifest to plan, or --scenario FILE")
    if arguments.orphan and not arguments.delete:
        raise UsageError("--orphan changes how --delete works: add --delete")
    request = request_of(arguments)
    with garbage_collection.paused():
        planning = plan_sets(request)
    write_main(arguments.form, rendered(arguments, planning, request.settings), arguments.output)
    for note in planning.notes:
        console.note(f"{note.file}: {note.reason}")
    return exit_code(planning)


def exit_code(planning: PlanResult) -> int:
    """Returns 1 when a plan is refused or stuck, else 0."""
    fine = all(each.forecast.fine and not each.refused for each in planning.planned)
    return ExitCode.CLEAN if fine else ExitCode.FINDINGS


def request_of(arguments: PlanArguments) -> PlanRequest:
    """Returns what the arguments ask to be planned, above what a configuration says of it.

    Raises ConfigurationError, VersionError and OSError.
    """
    configuration = configuration_of(arguments.paths, arguments.config, arguments.no_config)
    settings = plan_settings(configuration)
    if arguments.kubernetes_version is not None:
        settings = settings._replace(kubernetes_version=parse_version(arguments.kubernetes_version))
    inputs = Inputs(
        arguments.paths,
        exclude_by_folder=excludes_of(configuration),
        context=context_of(configuration),
        stdin=lambda: read_stream(sys.stdin.buffer),
        stdin_name=arguments.stdin_filename,
        against=arguments.old,
    )
    folder = disk_cache.folder()
    store = disk_cache.Store(folder) if folder else None
    what_if = what_if_of(arguments)
    return PlanRequest(inputs, settings, arguments.name, arguments.cluster_domain, what_if, store)
