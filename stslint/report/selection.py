"""Which findings of a report are printed; the exit code is about all of them."""

from __future__ import annotations

from collections import Counter

from stslint.model import SEVERITIES, Finding, Report, Severity
from stslint.report.summary import count_severities


def at_or_above(report: Report, floor: Severity) -> Report:
    """Returns the report without less severe findings, and with a note that counts them."""
    report = report._replace(floor=floor)
    shown_levels = SEVERITIES[: SEVERITIES.index(floor) + 1]
    shown: tuple[Finding, ...] = tuple(each for each in report.findings if each.severity in shown_levels)
    if len(shown) == len(report.findings):
        return report
    hidden = Counter(each.severity for each in report.findings if each.severity not in shown_levels)
    note = f"not shown: {count_severities(hidden)} (--show {floor})"
    return report._replace(findings=shown, notes=(*report.notes, note))
