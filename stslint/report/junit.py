"""JUnit XML, for the test reports of Jenkins, GitLab, Azure Pipelines and CircleCI.

A suite is a file, a case an object of it. A case has at most one ``failure`` with all findings, because
several readers show only the first. The form: https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from stslint.model import SEVERITIES, Finding, Report
from stslint.report.locations import in_project
from stslint.report.test_outcomes import FileOutcome, ObjectOutcome, by_file, failing, passing, tally
from stslint.text.sanitize import one_line, sanitize


def render(report: Report) -> str:
    """Returns the document in ASCII, so that it can be written in any encoding."""
    root = ElementTree.Element("testsuites", name="stslint")
    for outcome in by_file(report):
        root.append(_suite(outcome, report))
    if report.not_checked:
        root.append(_not_checked(report))
    _count(root, list(root.iter("testcase")))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode").encode("ascii", "xmlcharrefreplace").decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(outcome: FileOutcome, report: Report) -> ElementTree.Element:
    file = one_line(in_project(outcome.file, report.root))
    suite = ElementTree.Element("testsuite", name=file)
    for case in _cases(outcome, report):
        suite.append(case)
        case.attrib.update(classname=file, file=file)
    return _count(suite, list(suite))


def _cases(outcome: FileOutcome, report: Report) -> Iterator[ElementTree.Element]:
    for each in outcome.objects.values():
        yield _case(each, report)
    if outcome.error:
        case = ElementTree.Element("testcase", name="read")
        ElementTree.SubElement(case, "error", type="not-read", message=one_line(outcome.error))
        yield case
    if outcome.skipped:
        case = ElementTree.Element("testcase", name="skipped")
        ElementTree.SubElement(case, "skipped", message=one_line(outcome.skipped))
        yield case


def _case(each: ObjectOutcome, report: Report) -> ElementTree.Element:
    case = ElementTree.Element("testcase", name=one_line(each.name))
    failed = failing(each.findings, report)
    if failed:
        worst = min((finding.severity for finding in failed), key=SEVERITIES.index)
        failure = ElementTree.SubElement(case, "failure", type=worst, message=_headline(failed))
        failure.text = _listing(failed)
    rest = passing(each.findings, report)
    if rest:
        ElementTree.SubElement(case, "system-out").text = _listing(rest)
    return case


def _headline(failed: list[Finding]) -> str:
    """Returns what a list of failed tests shows: the finding itself if it is the only one."""
    if len(failed) == 1:
        return one_line(f"{failed[0].rule} {failed[0].message}")
    return f"{tally(failed)}: {', '.join(dict.fromkeys(finding.rule for finding in failed))}"


def _listing(findings: list[Finding]) -> str:
    return "\n".join(line for finding in findings for line in _lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    place = f"{finding.file}:{finding.span.line}:{finding.span.column}"
    yield sanitize(f"{place}: {finding.severity} {finding.rule} {finding.name}")
    yield f"  {one_line(finding.message)}"
    if finding.help:
        yield f"  {one_line(finding.help)}"
    for related in finding.related:
        yield f"  {one_line(f'{related.file}:{related.span.line}: {related.message}')}"
    if finding.url:
        yield f"  {one_line(finding.url)}"


def _not_checked(report: Report) -> ElementTree.Element:
    """Returns a suite of the rules that could not be checked, as skipped cases."""
    suite = ElementTree.Element("testsuite", name="not checked")
    for rule, reason in report.not_checked:
        case = ElementTree.SubElement(suite, "testcase", name=one_line(rule), classname="not checked")
        ElementTree.SubElement(case, "skipped", message=one_line(reason))
    return _count(suite, list(suite))


def _count(suite: ElementTree.Element, cases: list[ElementTree.Element]) -> ElementTree.Element:
    counts = {"tests": len(cases)}
    for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        counts[plural] = sum(1 for case in cases if case.find(tag) is not None)
    suite.attrib.update({name: str(number) for name, number in counts.items()})
    return suite
