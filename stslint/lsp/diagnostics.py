"""Findings as the diagnostics of an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stslint.config import Fault
from stslint.lsp.analysis import Judged
from stslint.lsp.positions import Encoding, Lines
from stslint.lsp.uris import uri_of
from stslint.model import Document, Finding, RelatedPlace, Severity, Span

Diagnostic = dict[str, Any]

SEVERITIES: Mapping[Severity, int] = {"error": 1, "warning": 2, "info": 3}
UNNECESSARY, DEPRECATED = 1, 2
_TAGS: Mapping[str, int] = {
    "api-version-removed": DEPRECATED,
    "claim-fields-ignored": UNNECESSARY,
    "min-ready-ignored": UNNECESSARY,
    "ondelete-with-rolling-update": UNNECESSARY,
    "template-hostname-ignored": UNNECESSARY,
    "unused-ignore": UNNECESSARY,
}
"""What is of no effect fades, and what is gone is struck through."""


def diagnostics(judged: Judged, lines: Lines, encoding: Encoding) -> list[Diagnostic]:
    """Returns the diagnostics of a buffer, in the order of its findings."""
    return [diagnostic(finding, judged, lines, encoding) for finding in judged.findings]


def diagnostic(finding: Finding, judged: Judged, lines: Lines, encoding: Encoding) -> Diagnostic:
    """Returns one finding as a diagnostic; other places that it speaks of are its related information."""
    told: Diagnostic = {
        "range": lines.range_of(finding.span),
        "severity": SEVERITIES[finding.severity],
        "code": finding.rule,
        "source": "stslint",
        "message": f"{finding.message}\n{finding.help}" if finding.help else finding.message,
    }
    if finding.url:
        told["codeDescription"] = {"href": finding.url}
    if finding.name in _TAGS:
        told["tags"] = [_TAGS[finding.name]]
    if finding.related:
        told["relatedInformation"] = list(_related(finding, judged, lines, encoding))
    return told


def _related(finding: Finding, judged: Judged, lines: Lines, encoding: Encoding) -> Iterator[dict[str, Any]]:
    for place in finding.related:
        own = place.file == judged.buffer.name
        uri = judged.buffer.uri if own else uri_of(place.file)
        there = lines if own else _lines_of(place, judged.around, encoding)
        yield {"location": {"uri": uri, "range": there.range_of(place.span)}, "message": place.message}


def _lines_of(place: RelatedPlace, around: tuple[Document, ...], encoding: Encoding) -> Lines:
    text = next((each.source.text for each in around if each.source.name == place.file), "")
    return Lines(text, encoding)


def of_configuration(fault: Fault) -> Diagnostic:
    """Returns a mistake of a configuration as a diagnostic of its line."""
    whole = Span(fault.line, 1, fault.line + 1, 1)
    return {
        "range": {
            "start": {"line": whole.line - 1, "character": 0},
            "end": {"line": whole.end_line - 1, "character": 0},
        },
        "severity": SEVERITIES["error"],
        "source": "stslint",
        "message": fault.message,
    }
