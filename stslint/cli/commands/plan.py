"""``stslint plan``: words become what is to be planned, and how the plans end becomes an exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from stslint.cli.commands.plan_output import rendered
from stslint.cli.errors import UsageError
from stslint.cli.output import write_main
from stslint.cli.run_settings import configuration_of, context_of, excludes_of, plan_settings
from stslint.forecast.what_if import WhatIf
from stslint.kubernetes.schema.versions import parse_version
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.plan_run import PlanRequest, plan_sets

FINE, STUCK, FAILED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Words:
    """What the command line says, as it says it."""

    paths: Sequence[str] = ()
    old: str | None = None
    scenario: str | None = None
    set_name: str = ""
    form: str = "text"
    output: str | None = None
    kubernetes_version: str | None = None
    cluster_domain: str = "cluster.local"
    replicas: Sequence[int] = ()
    partition: Sequence[int] = ()
    not_ready: Sequence[str] = ()
    bad_revision: bool = False
    lose_node: Sequence[str] = ()
    delete_pod: Sequence[str] = ()
    delete: bool = False
    orphan: bool = False
    then: Sequence[str] = ()
    stdin_filename: str = "<stdin>"
    verbose: bool = False
    color: str = "auto"
    config: str | None = None
    no_config: bool = False


def run(words: Words) -> int:
    """Plans, prints, and returns the exit code. Raises UsageError, PlanError, WhatIfError, VersionError."""
    if words.scenario is not None:
        from stslint.cli.commands import scenario

        return scenario.run(words)
    if not words.paths:
        raise UsageError("name a manifest to plan, or --scenario FILE")
    if words.orphan and not words.delete:
        raise UsageError("--orphan says how to --delete: give both")
    request = request_of(words)
    with _no_collector():
        planning = plan_sets(request)
    write_main(words.form, rendered(words, planning, request.settings), words.output)
    for note in planning.notes:
        print(f"stslint: {note.file}: {note.reason}", file=sys.stderr)
    return FINE if all(each.forecast.fine and not each.refused for each in planning.planned) else STUCK


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keeps Python from looking for cycles in a long plan's tuples, which have none: a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def request_of(words: Words) -> PlanRequest:
    """Returns what the words ask to be planned, above what a configuration says of it.

    Raises ConfigurationError, VersionError and OSError.
    """
    configuration = configuration_of(words.paths, words.config, words.no_config)
    settings = plan_settings(configuration)
    if words.kubernetes_version is not None:
        settings = settings._replace(kubernetes_version=parse_version(words.kubernetes_version))
    inputs = Inputs(
        words.paths,
        exclude_by_folder=excludes_of(configuration),
        context=context_of(configuration),
        stdin=lambda: sys.stdin.buffer.read(),
        stdin_name=words.stdin_filename,
        against=words.old,
    )
    return PlanRequest(inputs, settings, words.set_name, words.cluster_domain, what_if_of(words))


def what_if_of(words: Words) -> WhatIf:
    """Returns what is to be imagined beside the change itself."""
    return WhatIf(
        tuple(words.replicas),
        tuple(words.partition),
        tuple(words.not_ready),
        words.bad_revision,
        tuple(words.lose_node),
        tuple(words.delete_pod),
        words.delete,
        words.orphan,
        tuple(words.then),
    )
