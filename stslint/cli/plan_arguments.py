"""What the command line of ``stslint plan`` says, as it says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stslint.forecast.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class PlanArguments:
    """The arguments of ``stslint plan``."""

    paths: Sequence[str] = ()
    old: str | None = None
    scenario: str | None = None
    state: str | None = None
    now: str | None = None
    redact: bool = False
    name: str = ""
    form: str = "text"
    output: str | None = None
    kubernetes_version: str | None = None
    from_version: str | None = None
    to_version: str | None = None
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


def what_if_of(arguments: PlanArguments) -> WhatIf:
    """Returns what is to be assumed in addition to the change itself."""
    return WhatIf(
        tuple(arguments.replicas),
        tuple(arguments.partition),
        tuple(arguments.not_ready),
        arguments.bad_revision,
        tuple(arguments.lose_node),
        tuple(arguments.delete_pod),
        arguments.delete,
        arguments.orphan,
        tuple(arguments.then),
    )
