"""What several formats say about a finding and about a whole run."""

from __future__ import annotations

from collections import Counter

from stslint.model import SEVERITIES, Finding, Report, Severity
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Mapping[Severity, str] = {
    "error": "errors",
    "warning": "errors or warnings",
    "info": "findings",
}
HOME = "https://github.com/stslint/stslint"


def sentence(finding: Finding) -> str:
    """Returns what is wrong and what to use instead, as one text that is not sanitized."""
    return f"{finding.message}; {finding.help}" if finding.help else finding.message


def message_text(text: str) -> str:
    """Returns a text for programs that log it or show it as Markdown: one sanitized line without links."""
    return one_line(text).replace("](", "] (")


def summary(report: Report) -> str:
    """Returns the run in one line; nothing where nothing could be read."""
    if not report.findings and report.errors and not report.files:
        return ""
    scope = f"({pluralize(report.stateful_sets, 'StatefulSet')}, Kubernetes {report.kubernetes_version})"
    files = pluralize(report.files, "file")
    return "; ".join(filter(None, (_found(report, files, scope), _hidden(report), _incomplete(report))))


def _found(report: Report, files: str, scope: str) -> str:
    if not report.findings:
        return f"No {'new ' if report.baselined else ''}{_NAMES[report.floor]} in {files} {scope}"
    affected = len({finding.file for finding in report.findings})
    of_files = f"{affected} of {files}" if report.files != 1 else files
    parts = [count_severities(Counter(finding.severity for finding in report.findings))]
    fixable = sum(1 for finding in report.findings if finding.fix and finding.fix.safe)
    if fixable:
        parts.append(f"{fixable} fixable with --fix")
    return f"{pluralize(len(report.findings), 'finding')} in {of_files} {scope}: {', '.join(parts)}"


def _hidden(report: Report) -> str:
    return f"{report.baselined} hidden by the baseline" if report.baselined else ""


def _incomplete(report: Report) -> str:
    return f"incomplete: {pluralize(len(report.errors), 'path')} could not be used" if report.errors else ""


def count_severities(counts: Mapping[Severity, int]) -> str:
    """Returns how many findings have each severity, errors first: ``2 errors, 1 info``."""
    return ", ".join(count_severity(counts[each], each) for each in SEVERITIES if counts.get(each))


def count_severity(number: int, severity: Severity) -> str:
    """Returns how many findings have a severity: ``2 errors``, ``1 info``."""
    return f"{number} info" if severity == "info" else pluralize(number, severity)
