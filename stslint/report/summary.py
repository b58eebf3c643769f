"""What several formats say about a finding and about a whole run."""

from __future__ import annotations

from collections import Counter

from stslint.model import SEVERITIES, Finding, Report, Severity
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

HOME = "https://github.com/stslint/stslint"


def sentence(finding: Finding) -> str:
    """Returns what is wrong and what to use instead, as one text that is not sanitized."""
    return f"{finding.message}; {finding.help}" if finding.help else finding.message


def message_text(text: str) -> str:
    """Returns a text for programs that log it or show it as Markdown: one sanitized line without links."""
    return one_line(text).replace("](", "] (")


def summary(report: Report) -> str:
    """Returns the run in one line."""
    scope = f"({pluralize(report.stateful_sets, 'StatefulSet')}, Kubernetes {report.kubernetes_version})"
    files = pluralize(report.files, "file")
    if not report.findings:
        return f"No findings in {files} {scope}"
    affected = len({finding.file for finding in report.findings})
    of_files = f"{affected} of {files}" if report.files != 1 else files
    severities = Counter(finding.severity for finding in report.findings)
    parts = [count_severity(severities[each], each) for each in SEVERITIES if severities[each]]
    fixable = sum(1 for finding in report.findings if finding.fix and finding.fix.safe)
    if fixable:
        parts.append(f"{fixable} fixable with --fix")
    return f"{pluralize(len(report.findings), 'finding')} in {of_files} {scope}: {', '.join(parts)}"


def count_severity(number: int, severity: Severity) -> str:
    """Returns how many findings have a severity: ``2 errors``, ``1 info``."""
    return f"{number} info" if severity == "info" else pluralize(number, severity)
