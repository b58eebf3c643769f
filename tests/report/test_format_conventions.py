"""What each format's own rules ask for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from junitparser import JUnitXml
from rfc3986_validator import validate_rfc3986

from stslint.model import Edit, Fix, Report, Span
from stslint.report import github, gitlab, junit, rdjson, sarif, tap
from stslint.report.fingerprints import fingerprints
from stslint.report.locations import in_project
from stslint.report.replacements import replacement
from tests.support.reports import LINES, SAMPLE, WEB

EMPTY = Report("1.37", ())
FIRST = SAMPLE.findings[0]


def run_of(report: Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(sarif.render(report))["runs"][0]
    return run


def test_sarif_without_findings_has_an_empty_list_of_results() -> None:
    assert run_of(EMPTY)["results"] == []
    assert run_of(EMPTY)["invocations"][0]["executionSuccessful"] is True


def test_sarif_says_that_a_run_failed() -> None:
    unread = EMPTY._replace(errors=SAMPLE.errors)
    assert run_of(unread)["invocations"][0]["executionSuccessful"] is False
    broken_rule = EMPTY._replace(findings=SAMPLE.findings[-1:])
    assert run_of(broken_rule)["invocations"][0]["executionSuccessful"] is False


def test_sarif_locations_are_uri_references_that_no_reader_takes_for_a_scheme() -> None:
    finding = FIRST._replace(file="nginx:1.23 (sha256:2b).yaml")
    physical = run_of(SAMPLE._replace(findings=(finding,)))["results"][0]["locations"][0]["physicalLocation"]
    written = physical["artifactLocation"]["uri"]
    assert ":" not in written
    assert validate_rfc3986(written, rule="URI_reference")


def test_sarif_has_no_snippet_where_the_line_is_not_known() -> None:
    result = run_of(SAMPLE._replace(texts={}))["results"][0]
    assert "contextRegion" not in result["locations"][0]["physicalLocation"]


def test_a_sarif_rule_has_its_page() -> None:
    rule = next(rule for rule in run_of(SAMPLE)["tool"]["driver"]["rules"] if rule["id"] == "STS002")
    assert rule["help"]["markdown"].startswith("The kind is written in another case.")
    assert rule["fullDescription"]["text"].endswith("Case matters.")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["helpUri"] == SAMPLE.rules["STS002"].source


def moved(report: Report, lines: int) -> Report:
    """Returns the report as it is once lines were added above everything."""
    findings = tuple(
        each._replace(span=each.span._replace(line=each.span.line + lines)) for each in report.findings
    )
    texts = {
        file: {number + lines: line for number, line in known.items()} for file, known in report.texts.items()
    }
    return report._replace(findings=findings, texts=texts)


def test_a_fingerprint_is_the_same_when_the_line_moves_or_the_message_is_reworded() -> None:
    reworded = FIRST._replace(message="other words", help="")
    assert fingerprints(moved(SAMPLE, 5)) == fingerprints(SAMPLE)
    assert fingerprints(SAMPLE._replace(findings=(reworded,))) == fingerprints(SAMPLE)[:1]


@pytest.mark.parametrize(
    "change", [{"rule": "STS003"}, {"file": "other.yaml"}, {"field": "metadata"}, {"reference": None}]
)
def test_a_fingerprint_changes_with_what_the_finding_is_about(change: dict[str, Any]) -> None:
    other = SAMPLE._replace(findings=(FIRST._replace(**change),))
    assert fingerprints(other) != fingerprints(SAMPLE)[:1]


def test_a_fingerprint_changes_with_the_text_of_its_line() -> None:
    other = SAMPLE._replace(texts={WEB: {**LINES, 2: "kind: Statefulset"}})
    assert fingerprints(other)[0] != fingerprints(SAMPLE)[0]


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    assert len(set(fingerprints(SAMPLE._replace(findings=(FIRST, FIRST, FIRST))))) == 3


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("./deploy/web.yaml", "deploy/web.yaml"),
        ("/srv/project/deploy//web.yaml", "deploy/web.yaml"),
        ("/srv/project2/web.yaml", "/srv/project2/web.yaml"),
        ("../web.yaml", "../web.yaml"),
        ("<stdin>", "<stdin>"),
    ],
)
def test_paths_start_at_the_project(file: str, path: str) -> None:
    assert in_project(file, "/srv/project") == path


def test_github_gives_columns_only_for_one_line() -> None:
    one, several = github.render(SAMPLE).splitlines()[1], github.render(SAMPLE).splitlines()[3]
    assert ",line=2,endLine=2,col=7,endColumn=18," in one
    assert ",line=9,endLine=10,title=" in several


def test_github_escapes_what_would_end_a_property() -> None:
    finding = FIRST._replace(file="a,line=9::b%0A.yaml", message="100% sure")
    line = github.render(EMPTY._replace(findings=(finding,)))
    assert line.startswith("::error file=a%2Cline=9%3A%3Ab%250A.yaml,line=2,")
    assert "100%25 sure" in line


def test_gitlab_has_the_documented_fields_and_no_other() -> None:
    for issue in json.loads(gitlab.render(SAMPLE)):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert set(issue["location"]) == {"path", "lines"}
        assert set(issue["location"]["lines"]) == {"begin"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not issue["location"]["path"].startswith("./")


def test_gitlab_reports_a_file_that_was_not_read() -> None:
    issues = json.loads(gitlab.render(EMPTY._replace(errors=SAMPLE.errors)))
    assert [issue["check_name"] for issue in issues] == ["not-read"]
    assert json.loads(gitlab.render(EMPTY)) == []


def test_rdjson_counts_columns_in_bytes() -> None:
    said = json.loads(rdjson.render(SAMPLE))["diagnostics"][2]
    start = len("  serviceName: ") + 1
    assert said["location"]["range"]["start"]["column"] == start
    assert said["location"]["range"]["end"]["column"] == start + len('"数据库"'.encode())


def test_rdjson_suggests_all_edits_of_a_fix_as_one_or_nothing() -> None:
    lines = {1: "a: x # 数", 2: "b: y"}
    fix = Fix("both", (Edit(Span(2, 4, 2, 5), "Y"), Edit(Span(1, 4, 1, 5), "X")))
    finding = FIRST._replace(file="web.yaml", span=Span(1, 4, 1, 5), fix=fix)
    whole = EMPTY._replace(findings=(finding,), texts={"web.yaml": lines})
    (said,) = json.loads(rdjson.render(whole))["diagnostics"]
    assert [each["text"] for each in said["suggestions"]] == ["X # 数\nb: Y"]
    assert replacement(fix, {1: lines[1]}) is None


def test_a_suggestion_warns_of_what_it_does_to_a_running_set() -> None:
    fix = Fix("restart", (Edit(Span(2, 7, 2, 18), "X"),), note="restarts every pod")
    finding = FIRST._replace(fix=fix)
    (said,) = json.loads(rdjson.render(SAMPLE._replace(findings=(finding,), errors=())))["diagnostics"]
    assert said["message"].endswith("; restarts every pod")


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_object() -> None:
    suites = {
        suite.name: [case.name for case in suite] for suite in JUnitXml.fromstring(junit.render(SAMPLE))
    }
    assert suites["clean.yaml"] == ["StatefulSet clean"]
    assert suites[WEB] == ["statefulset data/web", "Service web"]


@pytest.mark.parametrize(("fail_on", "failed"), [("error", 0), ("warning", 1), ("info", 1)])
def test_tests_fail_when_the_run_does(fail_on: Any, failed: int) -> None:
    report = EMPTY._replace(findings=(SAMPLE.findings[1],), fail_on=fail_on)
    assert JUnitXml.fromstring(junit.render(report)).failures == failed
    assert tap.render(report).count("\nnot ok ") == failed


def test_tap_takes_no_file_name_for_a_directive() -> None:
    finding = FIRST._replace(file="x # TODO later.yaml")
    assert "not ok 1 - x \\u0023 TODO later.yaml\n" in tap.render(EMPTY._replace(findings=(finding,)))


def test_tap_without_a_file_is_a_plan_of_none() -> None:
    assert tap.render(EMPTY) == "TAP version 13\n1..0 # SKIP no manifest\n"
