"""What makes a finding the same in the next run, even if lines were added above it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import lru_cache

from stslint.model import Finding, Reference, Report
from stslint.report.locations import in_project, line_of

_RECENT = 1024
"""So many texts are remembered: findings share their rules, objects and lines."""

_LONG = 1_000
"""Characters of a line above which its digest stands for it: thousands of findings can be on one."""


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


@lru_cache(maxsize=_RECENT)
def _object(reference: Reference | None) -> str:
    return json.dumps([*reference] if reference else None)


@lru_cache(maxsize=_RECENT)
def _quoted(text: str) -> str:
    return json.dumps(text)


@lru_cache(maxsize=_RECENT)
def _line(text: str) -> str:
    quoted = json.dumps(text.strip())
    return quoted if len(text) <= _LONG else hashlib.sha256(quoted.encode()).hexdigest()


def _content(finding: Finding, report: Report) -> str:
    """Returns the parts as one unambiguous ASCII text."""
    line = line_of(report, finding.file, finding.span.line) or ""
    place = f"{_quoted(finding.field)}, {_line(line)}"
    file = _quoted(in_project(finding.file, report.root))
    return f"[{_quoted(finding.rule)}, {file}, {_object(finding.reference)}, {place}]"
