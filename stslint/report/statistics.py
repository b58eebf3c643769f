"""``stslint check --statistics``: how many findings each rule has, and which kinds are not checked."""

from __future__ import annotations

from collections import Counter

from stslint.kubernetes.verdict import CHECKED_KINDS
from stslint.model import SEVERITIES, Report
from stslint.text.sanitize import sanitize


def statistics(report: Report) -> str:
    """Returns a line for each rule with findings, and one for each kind that is not checked.

    Errors come first, and of one severity the rule with most findings.
    """
    counts = Counter((finding.severity, finding.rule, finding.name) for finding in report.findings)
    ranked = sorted(counts.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0]))
    lines = [f"{number:6}  {rule}  {severity:7}  {name}\n" for (severity, rule, name), number in ranked]
    return ("".join(lines) or "No findings\n") + _unchecked_kinds(report)


def _unchecked_kinds(report: Report) -> str:
    """Returns a line for each kind that was read and that stslint does not validate."""
    # A misspelled kind is checked as the one that was meant.
    refused = {(each.file, each.document) for each in report.findings if each.layer == "api"}
    passed = (each for each in report.checked if (each.file, each.document) not in refused)
    kinds = Counter(each.reference.kind for each in passed if each.reference is not None)
    others = [(number, kind) for kind, number in kinds.most_common() if kind not in CHECKED_KINDS]
    return "".join(f"{number:6}  not checked      {sanitize(kind)}\n" for number, kind in others)
