"""GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib

from stslint.model import Finding, Report, Skipped
from stslint.report.fingerprints import fingerprints
from stslint.report.json_encoding import as_json
from stslint.report.locations import in_project
from stslint.report.summary import message_text, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report) -> str:
    """Returns one array of issues; a file that could not be read is one as well: it must not look clean."""
    issues = [_unread(error, report.root) for error in report.errors]
    marks = fingerprints(report)
    issues += [_issue(*each, report.root) for each in zip(report.findings, marks, strict=True)]
    return as_json(issues, strict=True)


def _issue(finding: Finding, mark: str, root: str) -> dict[str, Any]:
    return {
        "description": message_text(f"{finding.rule}: {sentence(finding)}"),
        "check_name": finding.name,
        "fingerprint": mark,
        "severity": _severity(finding),
        "location": {"path": in_project(finding.file, root), "lines": {"begin": finding.span.line}},
    }


def _severity(finding: Finding) -> str:
    """Returns one of GitLab's five; what the API server refuses cannot be deployed at all."""
    if finding.layer == "api" and finding.severity == "error":
        return "blocker"
    return _SEVERITIES[finding.severity]


def _unread(error: Skipped, root: str) -> dict[str, Any]:
    path = in_project(error.file, root)
    mark = hashlib.sha256(f"not read\0{path}".encode("utf-8", "backslashreplace")).hexdigest()[:32]
    return {
        "description": message_text(f"not read: {error.reason}"),
        "check_name": "not-read",
        "fingerprint": mark,
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": 1}},
    }
