"""The Reviewdog Diagnostic Format, for comments and suggestions on a pull request.

The format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Its columns count bytes of UTF-8,
and each suggestion is a separate fix.
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.model import Finding, Report, Skipped, Span
from stslint.report.json_encoding import as_json
from stslint.report.locations import in_project
from stslint.report.replacements import replacement
from stslint.report.summary import HOME, message_text, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report) -> str:
    """Returns one DiagnosticResult; a file that could not be read is a diagnostic without a range."""
    diagnostics = [_unread(error, report.root) for error in report.errors]
    diagnostics += [_diagnostic(finding, report) for finding in report.findings]
    return as_json({"source": {"name": "stslint", "url": HOME}, "diagnostics": diagnostics}, strict=True)


def _unread(error: Skipped, root: str) -> dict[str, Any]:
    return {
        "message": message_text(f"not read: {error.reason}"),
        "location": {"path": in_project(error.file, root)},
        "severity": "ERROR",
        "code": {"value": "not-read"},
    }


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    lines = report.texts.get(finding.file, {})
    path = in_project(finding.file, report.root)
    diagnostic = {
        "message": message_text(_words(finding)),
        "location": {"path": path, "range": _range(finding.span, lines)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule, **({"url": finding.url} if finding.url else {})},
    }
    suggestions = _suggestions(finding, lines)
    return {**diagnostic, "suggestions": suggestions} if suggestions else diagnostic


def _words(finding: Finding) -> str:
    """Returns the sentence with what its fix does to running pods: a suggestion has no text."""
    note = finding.fix.note if finding.fix else ""
    return f"{sentence(finding)}; {note}" if note else sentence(finding)


def _suggestions(finding: Finding, lines: Mapping[int, str]) -> list[dict[str, Any]]:
    edit = replacement(finding.fix, lines) if finding.fix else None
    if edit is None or edit.span.line not in lines or edit.span.end_line not in lines:
        return []
    return [{"range": _range(edit.span, lines), "text": edit.text}]


def _range(span: Span, lines: Mapping[int, str]) -> dict[str, Any]:
    """Returns a range with columns, or without them when the text that they count is not known."""
    if span.line not in lines or span.end_line not in lines:
        return {"start": {"line": span.line}, "end": {"line": span.end_line}}
    return {
        "start": {"line": span.line, "column": _bytes(lines[span.line], span.column)},
        "end": {"line": span.end_line, "column": _bytes(lines[span.end_line], span.end_column)},
    }


def _bytes(line: str, column: int) -> int:
    """Returns a column that counts characters as one that counts bytes, both from 1."""
    before = line[: column - 1]
    beyond = column - 1 - len(before)
    return len(before.encode("utf-8", "surrogatepass")) + beyond + 1
