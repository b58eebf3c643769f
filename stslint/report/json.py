"""The report as one JSON object: the contract for other programs."""

from __future__ import annotations

import stslint
from stslint.model import Finding, Fix, Report, Span
from stslint.report.json_encoding import as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORM_VERSION = 1


def render(report: Report) -> str:
    """Returns the object as text, ending in a line feed."""
    return as_json(as_object(report))


def as_object(report: Report) -> dict[str, Any]:
    """Returns the object as plain data."""
    return {
        "version": FORM_VERSION,
        "stslint": stslint.__version__,
        "kubernetes_version": report.kubernetes_version,
        "files": report.files,
        "documents": report.documents,
        "stateful_sets": report.stateful_sets,
        "findings": [_finding(finding) for finding in report.findings],
        "not_checked": [{"rule": rule, "reason": reason} for rule, reason in report.not_checked],
        "skipped": [{"file": file, "reason": reason} for file, reason in report.skipped],
        "errors": [{"file": file, "reason": reason} for file, reason in report.errors],
        "hidden_by_baseline": report.baselined,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    reference = finding.reference
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "layer": finding.layer,
        "confidence": finding.confidence,
        "impact": finding.impact,
        "message": finding.message,
        "file": finding.file,
        "document": finding.document,
        "object": None
        if reference is None
        else {"kind": reference.kind, "namespace": reference.namespace, "name": reference.name},
        "field": finding.field,
        **_place(finding.span),
        "help": finding.help,
        "url": finding.url,
        "fix": None if finding.fix is None else _fix(finding.fix),
        "related": [
            {"file": related.file, **_place(related.span), "message": related.message}
            for related in finding.related
        ],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**_place(edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "note": fix.note, "edits": edits}


def _place(span: Span) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": span.line, "column": span.column},
        "end": {"line": span.end_line, "column": span.end_column},
    }
