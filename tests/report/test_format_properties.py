"""What holds of every report, whatever its texts try to be."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from junitparser import JUnitXml
from tap.line import Result
from tap.parser import Parser

from stslint.cli.output import FORMATS, renderer
from stslint.model import Report
from stslint.report import github, gitlab, junit, rdjson, sarif, tap
from stslint.report import json as json_report
from stslint.report.locations import uri
from stslint.text.sanitize import sanitize
from tests.support.reports import HOSTILE, SAMPLE, reports

pytestmark = pytest.mark.slow

DRIVING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
COMMAND = re.compile(r"^\s*::|##[A-Za-z]*\[", re.M)


def sentence_of(finding: Any) -> str:
    return f"{finding.message}; {finding.help}" if finding.help else finding.message


def plain(text: str) -> str:
    """Returns a message as a program may print it: on one line, harmless, without links."""
    return sanitize(text.replace("\t", " ")).replace("](", "] (")


@pytest.mark.parametrize("form", FORMATS)
@given(report=reports())
def test_no_format_drives_a_terminal(form: str, report: Report) -> None:
    rendered = renderer(form)(report)
    assert not DRIVING.search(rendered)
    rendered.encode("utf-8")


@pytest.mark.parametrize("form", ["text", "concise", "tap"])
@given(report=reports())
def test_log_formats_contain_no_workflow_commands(form: str, report: Report) -> None:
    assert not COMMAND.search(renderer(form)(report))


@given(HOSTILE)
def test_sanitize_keeps_harmless_text(text: str) -> None:
    assert sanitize(sanitize(text)) == sanitize(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("  ::error::x", "  \\u003a:error::x"),
        ("a::b", "a::b"),
        ("## heading", "## heading"),
        ("x ##[group]", "x \\u0023#[group]"),
        ("##vso[task.x]", "\\u0023#vso[task.x]"),
        ("a\x1b[0mb", "a\\u001b[0mb"),
        (" \x1c::error", " \\u001c::error"),
    ],
)
def test_sanitize_escapes_control_characters(text: str, shown: str) -> None:
    assert sanitize(text) == shown


@given(reports())
def test_json_parses_back_to_equal_content(report: Report) -> None:
    assert json.loads(json_report.render(report)) == json_report.as_object(report)


@given(reports())
def test_sarif_contains_every_finding(report: Report) -> None:
    log = json.loads(sarif.render(report))
    results = log["runs"][0]["results"]
    assert [each["message"]["text"] for each in results] == [plain(sentence_of(f)) for f in report.findings]
    rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert [rules[each["ruleIndex"]] for each in results] == [f.rule for f in report.findings]


@given(reports())
def test_fingerprints_are_distinct(report: Report) -> None:
    for render, marks_of in ((gitlab.render, _gitlab_marks), (sarif.render, _sarif_marks)):
        marks = marks_of(json.loads(render(report)))
        assert len(set(marks)) == len(marks)


def _gitlab_marks(issues: Any) -> list[str]:
    return [issue["fingerprint"] for issue in issues if issue["check_name"] != "not-read"]


def _sarif_marks(log: Any) -> list[str]:
    return [each["partialFingerprints"]["stslint/v1"] for each in log["runs"][0]["results"]]


@given(reports())
def test_gitlab_contains_every_finding(report: Report) -> None:
    issues = json.loads(gitlab.render(report))
    assert len(issues) == len(report.findings) + len(report.errors)
    for issue, finding in zip(issues[len(report.errors) :], report.findings, strict=True):
        assert issue["description"] == plain(f"{finding.rule}: {sentence_of(finding)}")
        assert issue["location"]["lines"] == {"begin": finding.span.line}


@given(reports())
def test_rdjson_contains_every_finding(report: Report) -> None:
    result = json.loads(rdjson.render(report))
    assert not any(COMMAND.search(each["message"]) for each in result["diagnostics"])
    assert len(result["diagnostics"]) == len(report.findings) + len(report.errors)
    for said, finding in zip(result["diagnostics"][len(report.errors) :], report.findings, strict=True):
        note = finding.fix.note if finding.fix else ""
        assert said["message"] == plain(f"{sentence_of(finding)}; {note}" if note else sentence_of(finding))


@given(reports())
def test_github_has_a_line_for_each_finding_and_each_unread_file(report: Report) -> None:
    rendered = github.render(report)
    lines = rendered.split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(report.findings) + len(report.errors)
    assert all(re.match(r"::(error|warning|notice) [^:]+::", line) for line in lines)
    assert "".join(lines).isprintable() or not DRIVING.search(rendered)


@given(reports())
def test_junit_is_well_formed_and_counts_what_it_holds(report: Report) -> None:
    text = junit.render(report)
    root = ElementTree.fromstring(text)
    assert text.isascii()
    assert int(root.attrib["tests"]) == len(list(root.iter("testcase")))
    assert all(len(case.findall("failure")) <= 1 for case in root.iter("testcase"))
    parsed = JUnitXml.fromstring(text)
    assert (parsed.errors, parsed.tests) == (len({each.file for each in report.errors}), _cases(root))


def _cases(root: ElementTree.Element) -> int:
    return len(list(root.iter("testcase")))


@given(reports())
def test_tap_parses_and_fails_where_the_report_does(report: Report) -> None:
    lines = list(Parser().parse_text(tap.render(report)))
    assert "unknown" not in {line.category for line in lines}
    results = [line for line in lines if isinstance(line, Result)]
    failed = {f.file for f in report.findings if f.severity != "info"} | {e.file for e in report.errors}
    assert sum(1 for result in results if not result.ok) == len(failed)
    assert not any(result.todo for result in results)
    assert all(result.ok for result in results if result.skip)
    blocks = [result.yaml_block for result in results]
    said = sum(len(block.get("findings", ())) for block in blocks if block)
    assert said == len(report.findings)


@given(HOSTILE.filter(bool))
def test_a_uri_is_one_and_names_the_same_bytes(path: str) -> None:
    written = uri(path)
    assert re.fullmatch(r"(file://)?[A-Za-z0-9._~/%-]*", written)
    encoded = re.sub(r"%([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), written.removeprefix("file://"))
    errors = "surrogatepass" if re.search("[\ud800-\udc7f\udd00-\udfff]", path) else "surrogateescape"
    assert encoded.encode("latin-1") == path.encode("utf-8", errors)


def test_the_sample_is_read_by_another_reader() -> None:
    assert JUnitXml.fromstring(junit.render(SAMPLE)).failures == 2
