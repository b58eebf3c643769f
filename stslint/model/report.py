"""What a run has to say, complete: a renderer needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from stslint.model.node import Span
from stslint.model.problem import Confidence, Fix, Impact, Severity
from stslint.runtime.namedtuple import NamedTuple

Layer = Literal["api", "rule"]

INTERNAL = "STS000"
"""The id of a finding about a rule that failed; it can't be ignored, and the run can't be trusted."""


class Reference(NamedTuple):
    """Which object a finding speaks of."""

    kind: str
    namespace: str | None
    name: str | None


class RelatedPlace(NamedTuple):
    """Where else to look, resolved to a file."""

    file: str
    span: Span
    message: str


class Finding(NamedTuple):
    """One thing to tell the user, complete: a report needs nothing else."""

    rule: str
    name: str
    severity: Severity
    layer: Layer
    message: str
    file: str
    span: Span
    document: int = 0
    reference: Reference | None = None
    field: str = ""
    help: str = ""
    url: str = ""
    fix: Fix | None = None
    related: tuple[RelatedPlace, ...] = ()
    confidence: Confidence = "likely"
    impact: Impact = "degraded"


class Unchecked(NamedTuple):
    """A rule that could not answer, and what it would have had to see."""

    rule: str
    reason: str


class Skipped(NamedTuple):
    """A file that was not read, and why."""

    file: str
    reason: str


class Checked(NamedTuple):
    """A document that was judged: which one of its file, and which object it is."""

    file: str
    document: int
    reference: Reference | None


class RulePage(NamedTuple):
    """What a report can say of a rule itself. ``page`` is Markdown, ``severity`` the one of this run."""

    id: str
    name: str
    summary: str
    page: str
    source: str
    severity: Severity


class Report(NamedTuple):
    """All that a run has to say; a renderer needs nothing else.

    ``files`` counts the files that were looked at, ``documents`` and ``stateful_sets`` those that were
    judged. ``errors`` are files that could not be read: the run can't be trusted. ``texts`` holds, by file,
    the lines that findings and their fixes stand on, by number. ``checked`` is what was judged, in the order
    of the files, ``rules`` by id what it was judged by, and ``fail_on`` what counts as failed. ``root`` is
    the folder that relative names start from, ``notes`` are sentences about the run itself.
    """

    kubernetes_version: str
    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    errors: tuple[Skipped, ...] = ()
    files: int = 0
    documents: int = 0
    stateful_sets: int = 0
    texts: Mapping[str, Mapping[int, str]] = MappingProxyType({})
    checked: tuple[Checked, ...] = ()
    rules: Mapping[str, RulePage] = MappingProxyType({})
    fail_on: Severity = "warning"
    root: str = ""
    notes: tuple[str, ...] = ()
