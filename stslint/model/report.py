"""The result of a run: a renderer needs nothing else."""

from __future__ import annotations

from types import MappingProxyType

from stslint.model.problem import Confidence, Fix, Impact, Severity
from stslint.model.span import Span
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

Layer: TypeAlias = 'Literal["api", "rule"]'

INTERNAL = "STS000"
"""The id of a finding about a rule that failed; it cannot be ignored: the result is incomplete."""


class Reference(NamedTuple):
    """The object that a finding is about."""

    kind: str
    namespace: str | None
    name: str | None


class RelatedPlace(NamedTuple):
    """Where else to look, resolved to a file."""

    file: str
    span: Span
    message: str


class Finding(NamedTuple):
    """One finding: a report needs nothing else."""

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
    """A rule that could not decide, and why."""

    rule: str
    reason: str


class Skipped(NamedTuple):
    """A file that was not read, and why."""

    file: str
    reason: str


class Checked(NamedTuple):
    """A document that was checked: its index in its file, and its object."""

    file: str
    document: int
    reference: Reference | None


class RulePage(NamedTuple):
    """What a report shows about a rule. ``page`` is Markdown, ``severity`` that of this run."""

    id: str
    name: str
    summary: str
    page: str
    source: str
    severity: Severity


class Report(NamedTuple):
    """The result of a run; a renderer needs nothing else.

    ``files`` is the number of files read, ``documents`` and ``stateful_sets`` the numbers of those checked.
    ``errors`` are files that could not be read: the result is incomplete. ``texts`` has, by file and number,
    the lines of findings and their fixes. ``checked`` is what was checked, in the order of the files,
    ``rules`` the rules by id, and ``fail_on`` the severity that counts as failed. ``root`` is
    the folder that relative names start from, ``notes`` are sentences about the run itself. ``baselined``
    findings are in the baseline, and not among ``findings``, which holds none below ``floor``.
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
    baselined: int = 0
    floor: Severity = "info"
