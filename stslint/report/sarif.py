"""SARIF 2.1.0, for code scanning and its viewers.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
What GitHub reads of it: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

import stslint
from stslint.model import Finding, Fix, Report, RulePage, Severity, Span
from stslint.model.ranking import rank
from stslint.report.fingerprints import fingerprints
from stslint.report.json_encoding import as_json
from stslint.report.locations import in_project, is_absolute, line_of, uri
from stslint.report.summary import HOME, message_text, sentence
from stslint.text.sanitize import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
LONGEST_SNIPPET = 1_000
"""Characters of a line above which no result repeats it."""
RULE_FAILED = "rule-failed"
"""The name of a finding about a rule that failed; the run is not complete then."""
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}


def render(report: Report) -> str:
    """Returns the log with its one run as text."""
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, strict=True)


def _run(report: Report) -> dict[str, Any]:
    rules = _rules(report)
    order = {rule.id: number for number, rule in enumerate(rules)}
    marks = fingerprints(report)
    return {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(report)],
        # No address: the same manifests give the same log on every machine.
        "originalUriBaseIds": {ROOT: {"description": {"text": "the folder that the run started in"}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, mark, order, report)
            for finding, mark in zip(report.findings, marks, strict=True)
        ],
        "properties": {"kubernetesVersion": report.kubernetes_version},
    }


def _driver(rules: Sequence[RulePage]) -> dict[str, Any]:
    return {
        "name": "stslint",
        "version": stslint.__version__,
        "semanticVersion": stslint.__version__,
        "informationUri": HOME,
        "rules": [_descriptor(rule) for rule in rules],
    }


def _rules(report: Report) -> list[RulePage]:
    """Returns the rules of the run, and those that only a finding names, such as a failed rule."""
    known = dict(report.rules)
    for finding in report.findings:
        if finding.rule not in known:
            summary = finding.name.replace("-", " ")
            known[finding.rule] = RulePage(
                finding.rule, finding.name, summary, summary, finding.url, finding.severity
            )
    return [known[key] for key in sorted(known)]


def _descriptor(rule: RulePage) -> dict[str, Any]:
    source = f"\n\nSource: {rule.source}" if rule.source else ""
    descriptor = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.page.partition("\n## ")[0].strip()},
        "help": {"text": f"{rule.page}{source}", "markdown": f"{rule.page}{source}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["kubernetes", "statefulset"],
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }
    return {**descriptor, "helpUri": rule.source} if rule.source else descriptor


def _invocation(report: Report) -> dict[str, Any]:
    notes = [_notification("error", "not read", file, reason, report) for file, reason in report.errors]
    notes += [_notification("note", "skipped", file, reason, report) for file, reason in report.skipped]
    return {
        "executionSuccessful": not report.errors and not _rule_failed(report),
        "toolExecutionNotifications": notes,
        "toolConfigurationNotifications": [
            {"level": "note", "message": _message(f"not checked: {reason}"), "associatedRule": {"id": rule}}
            for rule, reason in report.not_checked
        ],
    }


def _rule_failed(report: Report) -> bool:
    return any(finding.name == RULE_FAILED for finding in report.findings)


def _notification(level: str, what: str, file: str, reason: str, report: Report) -> dict[str, Any]:
    return {
        "level": level,
        "message": _message(f"{what}: {reason}"),
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(file, report)}}],
    }


def _result(finding: Finding, mark: str, order: Mapping[str, int], report: Report) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": _message(sentence(finding)),
        "locations": [_location(finding, report)],
        "partialFingerprints": {"stslint/v1": mark},
        "rank": rank(finding),
        "properties": {
            "layer": finding.layer,
            "confidence": finding.confidence,
            "impact": finding.impact,
        },
    }
    if finding.related:
        result["relatedLocations"] = list(_related(finding, report))
    if finding.fix is not None:
        result["fixes"] = [_fix(finding.fix, finding.file, report)]
    return result


def _location(finding: Finding, report: Report) -> dict[str, Any]:
    physical = _physical(finding.file, finding.span, report)
    line = line_of(report, finding.file, finding.span.line)
    if line and len(line) <= LONGEST_SNIPPET and finding.span.end_line == finding.span.line:
        # A snippet without text is refused by strict readers, so there is one only when there is text.
        number = finding.span.line
        physical["contextRegion"] = {"startLine": number, "endLine": number, "snippet": {"text": line}}
    logical = _logical(finding)
    return {"physicalLocation": physical, **({"logicalLocations": [logical]} if logical else {})}


def _logical(finding: Finding) -> dict[str, str]:
    reference = finding.reference
    if reference is None:
        return {}
    parts = (reference.kind, reference.namespace, reference.name, finding.field)
    whole = "/".join(part for part in parts if part)
    name = finding.field or reference.name or reference.kind
    return {"name": one_line(name), "fullyQualifiedName": one_line(whole)}


def _related(finding: Finding, report: Report) -> Iterator[dict[str, Any]]:
    for number, related in enumerate(finding.related, start=1):
        yield {
            "id": number,
            "message": _message(related.message),
            "physicalLocation": _physical(related.file, related.span, report),
        }


def _fix(fix: Fix, file: str, report: Report) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": _message(f"{fix.title}; {fix.note}" if fix.note else fix.title),
        "artifactChanges": [{"artifactLocation": _artifact(file, report), "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _physical(file: str, span: Span, report: Report) -> dict[str, Any]:
    return {"artifactLocation": _artifact(file, report), "region": _region(span)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(file: str, report: Report) -> dict[str, str]:
    """Returns a location below the root if the file is there, else an absolute or relative one."""
    path = in_project(file, report.root)
    if path.startswith("../") and report.root:
        path = posixpath.normpath(posixpath.join(in_project(report.root, ""), path))
    return {"uri": uri(path)} if is_absolute(path) else {"uri": uri(path), "uriBaseId": ROOT}


def _message(text: str) -> dict[str, str]:
    """Returns a message of plain text; ``[text](address)`` would be a link even there."""
    return {"text": message_text(text)}
