"""One line a finding: ``file:line:column: ID message``, for editors and grep."""

from __future__ import annotations

from stslint.model import Finding, Report
from stslint.text.sanitize import one_line


def render(report: Report) -> str:
    """Returns the findings, a line each."""
    return "".join(f"{one_line(_line(finding))}\n" for finding in report.findings)


def _line(finding: Finding) -> str:
    advice = f" ({finding.help})" if finding.help else ""
    place = f"{finding.file}:{finding.span.line}:{finding.span.column}"
    return f"{place}: {finding.severity} {finding.rule} {finding.message}{advice}"
