"""One line a finding: ``file:line:column: ID message``, for editors and grep."""

from __future__ import annotations

from stslint.model import Report
from stslint.report.plain import harmless, one_line


def render(report: Report) -> str:
    """Returns the findings, a line each."""
    lines = []
    for finding in report.findings:
        place = f"{harmless(finding.file)}:{finding.span.line}:{finding.span.column}"
        advice = f" ({one_line(finding.help)})" if finding.help else ""
        lines.append(f"{place}: {finding.severity} {finding.rule} {one_line(finding.message)}{advice}\n")
    return "".join(lines)
