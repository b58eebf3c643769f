"""Converts findings, and faults of a configuration, to the diagnostics of an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsprotocol import types as lsp

from stslint.config import Fault
from stslint.lsp.buffers import uri_of
from stslint.lsp.document_checker import CheckedBuffer
from stslint.lsp.positions import PositionMapper
from stslint.model import SEVERITIES, Finding, Severity
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

_SEVERITIES: Mapping[Severity, lsp.DiagnosticSeverity] = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
_TAGS: Mapping[str, lsp.DiagnosticTag] = {
    "api-version-removed": lsp.DiagnosticTag.Deprecated,
    "claim-fields-ignored": lsp.DiagnosticTag.Unnecessary,
    "min-ready-ignored": lsp.DiagnosticTag.Unnecessary,
    "ondelete-with-rolling-update": lsp.DiagnosticTag.Unnecessary,
    "template-hostname-ignored": lsp.DiagnosticTag.Unnecessary,
    "unused-ignore": lsp.DiagnosticTag.Unnecessary,
}
"""Editors gray out what is unnecessary and strike through what is deprecated."""


MOST_PUBLISHED = 2_000
"""Diagnostics of one file above which an editor gets the gravest; VS Code shows a thousand."""


def diagnostics_of(checked: CheckedBuffer, mapper: PositionMapper) -> list[lsp.Diagnostic]:
    """Returns the diagnostics of a buffer, in the order of its findings."""
    findings = checked.findings
    if len(findings) <= MOST_PUBLISHED:
        return [diagnostic_of(finding, checked, mapper) for finding in findings]
    by_gravity = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    kept = set(map(id, by_gravity[:MOST_PUBLISHED]))
    shown = [diagnostic_of(finding, checked, mapper) for finding in findings if id(finding) in kept]
    return [_left_out(len(findings) - len(shown)), *shown]


def _left_out(number: int) -> lsp.Diagnostic:
    start = lsp.Position(0, 0)
    message = f"{pluralize(number, 'finding')} of this file are not shown here; `stslint check` reports all"
    return lsp.Diagnostic(lsp.Range(start, start), message, severity=_SEVERITIES["info"], source="stslint")


def diagnostic_of(finding: Finding, checked: CheckedBuffer, mapper: PositionMapper) -> lsp.Diagnostic:
    """Returns one finding as a diagnostic; its related places are related information."""
    return lsp.Diagnostic(
        range=mapper.range_of(finding.span),
        message="\n".join(one_line(text) for text in (finding.message, finding.help) if text),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=lsp.CodeDescription(finding.url) if finding.url else None,
        source="stslint",
        tags=[_TAGS[finding.name]] if finding.name in _TAGS else None,
        related_information=list(_related(finding, checked, mapper)) or None,
    )


def _related(
    finding: Finding, checked: CheckedBuffer, mapper: PositionMapper
) -> Iterator[lsp.DiagnosticRelatedInformation]:
    for place in finding.related:
        if place.file == checked.buffer.name:
            location = lsp.Location(checked.buffer.uri, mapper.range_of(place.span))
        else:
            other = mapper.for_text(_text_of(place.file, checked))
            location = lsp.Location(uri_of(place.file), other.range_of(place.span))
        yield lsp.DiagnosticRelatedInformation(location, one_line(place.message))


def _text_of(file: str, checked: CheckedBuffer) -> str:
    sources = (document.source for document in checked.neighbors)
    return next((source.text for source in sources if source.name == file), "")


def configuration_diagnostic(fault: Fault) -> lsp.Diagnostic:
    """Returns a fault of a configuration file as a diagnostic of its line."""
    start, end = lsp.Position(fault.line - 1, 0), lsp.Position(fault.line, 0)
    return lsp.Diagnostic(
        lsp.Range(start, end),
        one_line(fault.message),
        severity=lsp.DiagnosticSeverity.Error,
        source="stslint",
    )
