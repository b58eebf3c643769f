"""``stslint diagnose SNAPSHOT``: whether each StatefulSet is settled, moving, held or stuck."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import coloured, write_main
from stslint.forecast.snapshot.diagnosis import Diagnosis, diagnose_all, latest
from stslint.forecast.snapshot.inventory import Inventory
from stslint.kubernetes.schema.versions import NEWEST, parse_version
from stslint.pipeline.snapshot_run import inventory_from, time_of
from stslint.planner.live_objects import rfc3339
from stslint.runtime.bounded_reading import read_stream
from stslint.sources.snapshot.reading import SnapshotError


@dataclass(frozen=True, slots=True)
class DiagnoseArguments:
    """The arguments of ``stslint diagnose``."""

    paths: Sequence[str] = ()
    name: str = ""
    form: str = "text"
    output: str | None = None
    kubernetes_version: str | None = None
    now: str | None = None
    stdin_filename: str = "<stdin>"
    verbose: bool = False
    color: str = "auto"


def run(arguments: DiagnoseArguments) -> int:
    """Diagnoses, prints, and returns the exit code. Raises UsageError, SnapshotError and VersionError."""
    if not arguments.paths:
        raise UsageError("name a snapshot: a file, a directory, or - for standard input")
    version = parse_version(arguments.kubernetes_version) if arguments.kubernetes_version else NEWEST
    moment = time_of(arguments.now)
    inventory = inventory_from(
        arguments.paths, lambda: read_stream(sys.stdin.buffer), arguments.stdin_filename
    )
    now = latest(inventory) if moment is None else moment
    diagnoses = diagnose_all(inventory, now, version, arguments.name)
    if not diagnoses:
        raise SnapshotError(_no_set(inventory, arguments))
    write_main(arguments.form, _rendered(diagnoses, arguments, version, now), arguments.output)
    return ExitCode.FINDINGS if any(each.state == "stuck" for each in diagnoses) else ExitCode.CLEAN


def _no_set(inventory: Inventory, arguments: DiagnoseArguments) -> str:
    if arguments.name:
        known = ", ".join(sorted({f"`{name}`" for _, name in inventory.sets})) or "none"
        return f"no StatefulSet is named `{arguments.name}`; there is {known}"
    names = ", ".join(f"`{name}` in {namespace}" for (namespace, name), _ in inventory.without_set())
    return f"the snapshot has pods of {names} and not the StatefulSet: add `statefulset` to kubectl get"


def _rendered(diagnoses: list[Diagnosis], arguments: DiagnoseArguments, version: str, now: int) -> str:
    from stslint.report.diagnosis import html, json, text

    if arguments.form == "json":
        return json.render(diagnoses, version, rfc3339(now))
    if arguments.form == "html":
        return html.render(diagnoses)
    colour = coloured(arguments.color, arguments.output)
    return text.render(diagnoses, colour=colour, verbose=arguments.verbose)
