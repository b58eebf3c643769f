"""A report as tests that pass and fail: by file, and in it by object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from stslint.model import SEVERITIES, Finding, Reference, Report
from stslint.report.summary import count_severity


@dataclass(slots=True)
class ObjectOutcome:
    """What was found on one object."""

    name: str
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class FileOutcome:
    """One file: its objects by their place in it, or why it was not read or skipped."""

    file: str
    objects: dict[int, ObjectOutcome] = field(default_factory=dict)
    error: str = ""
    skipped: str = ""

    @property
    def findings(self) -> list[Finding]:
        """Returns the findings on all objects."""
        return [finding for each in self.objects.values() for finding in each.findings]


def by_file(report: Report) -> list[FileOutcome]:
    """Returns each file once: the checked files in their order, then the others."""
    files: dict[str, FileOutcome] = {}
    for file, document, reference in report.checked:
        _of(files, file).objects[document] = ObjectOutcome(object_name(reference, document))
    for finding in report.findings:
        objects = _of(files, finding.file).objects
        unnamed = ObjectOutcome(object_name(finding.reference, finding.document))
        objects.setdefault(finding.document, unnamed).findings.append(finding)
    for file, reason in report.errors:
        _of(files, file).error = reason or "not read"
    for file, reason in report.skipped:
        _of(files, file).skipped = reason or "skipped"
    return list(files.values())


def _of(files: dict[str, FileOutcome], file: str) -> FileOutcome:
    return files.setdefault(file, FileOutcome(file))


def object_name(reference: Reference | None, document: int) -> str:
    """Returns ``StatefulSet data/web`` as far as the manifest says, or the document's number from 1."""
    if reference is None:
        return f"document {document + 1}"
    name = "/".join(part for part in (reference.namespace, reference.name) if part)
    return f"{reference.kind or 'object'} {name}".rstrip()


def failing(findings: Iterable[Finding], report: Report) -> list[Finding]:
    """Returns the findings that make the run fail."""
    return [finding for finding in findings if _fails(finding, report)]


def passing(findings: Iterable[Finding], report: Report) -> list[Finding]:
    """Returns the findings that do not make the run fail."""
    return [finding for finding in findings if not _fails(finding, report)]


def _fails(finding: Finding, report: Report) -> bool:
    return SEVERITIES.index(finding.severity) <= SEVERITIES.index(report.fail_on)


def tally(findings: Iterable[Finding]) -> str:
    """Returns how many there are of each severity: ``2 errors, 1 warning``."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(count_severity(counts[each], each) for each in SEVERITIES if counts[each])
