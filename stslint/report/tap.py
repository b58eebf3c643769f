"""The Test Anything Protocol, one test point a file, with what was found as its YAML block.

Version 13 (https://testanything.org/tap-version-13-specification.html), which every reader supports, written
so that it means the same in version 14 (https://testanything.org/tap-version-14-specification.html).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from stslint.model import Finding, Report
from stslint.report.locations import in_project
from stslint.report.test_outcomes import FileOutcome, by_file, failing, object_name, tally
from stslint.text.sanitize import one_line


def render(report: Report) -> str:
    """Returns the version, the plan and a point for each file, also for a skipped file."""
    points = by_file(report)
    lines = ["TAP version 13", f"1..{len(points)}" if points else "1..0 # SKIP no manifest"]
    for number, outcome in enumerate(points, start=1):
        lines += _point(number, outcome, report)
    for rule, reason in report.not_checked:
        lines.append(f"# not checked: {_words(rule)}: {_words(reason)}")
    return "".join(f"{line}\n" for line in lines)


def _point(number: int, outcome: FileOutcome, report: Report) -> Iterator[str]:
    findings = outcome.findings
    failed = bool(outcome.error or failing(findings, report))
    name = _words(in_project(outcome.file, report.root))
    skip = f" # SKIP {_words(outcome.skipped)}" if outcome.skipped and not (failed or outcome.objects) else ""
    yield f"{'not ok' if failed else 'ok'} {number} - {name}{skip}"
    if failed or findings:
        yield "  ---"
        yield from (f"  {line}" for line in _diagnostics(outcome, findings, failed))
        yield "  ..."


def _diagnostics(outcome: FileOutcome, findings: list[Finding], failed: bool) -> Iterator[str]:
    yield f"message: {_scalar(outcome.error or tally(findings))}"
    yield f"severity: {'fail' if failed else 'comment'}"
    yield f"file: {_scalar(outcome.file)}"
    if findings:
        yield "findings:"
    for finding in findings:
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    entries: dict[str, str | int] = {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "help": finding.help,
        "object": object_name(finding.reference, finding.document),
        "field": finding.field,
        "line": finding.span.line,
        "column": finding.span.column,
        "url": finding.url,
    }
    written = (f"{key}: {_scalar(value)}" for key, value in entries.items() if value != "")
    for number, line in enumerate(written):
        yield f"{'    ' if number else '  - '}{line}"


def _scalar(value: str | int) -> str:
    """Returns a JSON scalar, which every YAML reader accepts; what YAML cannot hold is escaped first."""
    if isinstance(value, int):
        return str(value)
    return json.dumps(one_line(value), ensure_ascii=False)


def _words(text: str) -> str:
    """Returns a text for a line of TAP; a ``#`` starts a directive, and not all readers know its escape."""
    return one_line(text).replace("#", "\\u0023").strip() or "?"
