"""GitHub Actions' workflow commands: each finding an annotation on its lines.

The commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. Columns of
a finding on several lines are not allowed (https://github.com/actions/runner/issues/4167), so it has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.model import Finding, Report, Severity, Span
from stslint.report.locations import in_project
from stslint.report.summary import sentence
from stslint.text.sanitize import one_line

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """Returns a command a line: one for each file that could not be read, and one for each finding."""
    lines = [_unread(in_project(file, report.root), reason) for file, reason in report.errors]
    lines += [_annotation(finding, report.root) for finding in report.findings]
    return "".join(f"{line}\n" for line in lines)


def _unread(file: str, reason: str) -> str:
    message = f"{one_line(file)}: not read: {one_line(reason)}"
    return _command("error", {"file": file, "title": "stslint"}, message)


def _annotation(finding: Finding, root: str) -> str:
    file = in_project(finding.file, root)
    properties = {"file": file, **_place(finding.span), "title": f"{finding.rule} {finding.name}"}
    return _command(_COMMANDS[finding.severity], properties, _message(finding, file))


def _message(finding: Finding, file: str) -> str:
    """Returns the message after its place, because the log does not show the properties."""
    place = f"{file}:{finding.span.line}:{finding.span.column}"
    lines = [one_line(f"{place}: {finding.rule} {sentence(finding)}")]
    lines += [one_line(f"{each.file}:{each.span.line}: {each.message}") for each in finding.related]
    return "\n".join(lines)


def _place(span: Span) -> dict[str, str]:
    lines = {"line": str(span.line), "endLine": str(span.end_line)}
    if span.line != span.end_line:
        return lines
    return {**lines, "col": str(span.column), "endColumn": str(max(span.column, span.end_column))}


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    pairs = [f"{key}={one_line(value).translate(_IN_PROPERTY)}" for key, value in properties.items()]
    return f"::{name} {','.join(pairs)}::{message.translate(_IN_MESSAGE)}"
