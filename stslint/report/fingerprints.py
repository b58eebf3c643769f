"""What makes a finding the same in the next run, even if lines were added above it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from stslint.model import Finding, Report
from stslint.report.locations import in_project, line_of


def fingerprints(report: Report) -> list[str]:
    """Returns a distinct fingerprint for each finding, in hexadecimal, in the order of the findings.

    It is made of the rule, the file, the object, the field and the text of the line, never of its number.
    Findings that are equal in all of these differ by their order.
    """
    seen: Counter[str] = Counter()
    marks = []
    for finding in report.findings:
        content = _content(finding, report)
        marks.append(hashlib.sha256(f"{content}{seen[content] or ''}".encode()).hexdigest()[:32])
        seen[content] += 1
    return marks


def _content(finding: Finding, report: Report) -> str:
    """Returns the parts as one unambiguous ASCII text."""
    reference = finding.reference
    object_ = [reference.kind, reference.namespace, reference.name] if reference else None
    line = line_of(report, finding.file, finding.span.line) or ""
    file = in_project(finding.file, report.root)
    return json.dumps([finding.rule, file, object_, finding.field, line.strip()])
