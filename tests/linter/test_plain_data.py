"""Findings and answers are the same after another process has sent them, or a cache has held them."""

from __future__ import annotations

from hypothesis import given

from stslint.linter.answers import Answers, plain_answers, restored_answers, rules_of
from stslint.linter.plain_data import plain, restored
from stslint.model import Edit, Finding, Fix, Reference, RelatedPlace, Report, Span, Unchecked
from stslint.runtime.disk_cache import packed, unpacked
from tests.support.reports import reports

WHOLE = Finding(
    "STS105",
    "governing-service-missing",
    "warning",
    "rule",
    "no Service",
    "web.yaml",
    Span(1, 2, 3, 4),
    5,
    Reference("StatefulSet", "shop", "web"),
    "spec.serviceName",
    "add a Service",
    "https://example.com/",
    Fix("add it", (Edit(Span(5, 6, 7, 8), "a: 1\n"), Edit(Span(9, 1, 9, 1), "")), False, "by hand"),
    (
        RelatedPlace("service.yaml", Span(11, 12, 13, 14), "its Service"),
        RelatedPlace("b", Span(1, 1, 1, 2), ""),
    ),
    "certain",
    "outage",
)
BARE = Finding("STS004", "unknown-field", "error", "api", "unknown", "web.yaml", Span(1, 1, 1, 1))


def test_each_field_of_a_finding_is_restored() -> None:
    assert all(field != default for field, default in zip(WHOLE[7:], BARE[7:], strict=True))
    for finding in (WHOLE, BARE):
        again = restored(unpacked(packed(plain(finding))))
        assert again == finding
        assert list(map(type, again)) == list(map(type, finding))


def test_parts_of_a_finding_have_their_names_again() -> None:
    again = restored(plain(WHOLE))
    assert again.fix is not None
    assert again.reference is not None
    assert again.span.end_column == 4
    assert again.fix.edits[0].span.line == 5
    assert again.related[0].span.column == 12
    assert again.reference.namespace == "shop"


@given(reports())
def test_every_finding_is_restored(report: Report) -> None:
    assert [restored(unpacked(packed(plain(each)))) for each in report.findings] == list(report.findings)


def test_answers_are_restored_by_document_with_what_they_depend_on() -> None:
    asked = frozenset({("Service", ("shop", "web")), ("everything", "")})
    about = [
        [
            Answers(asked, 6, [WHOLE, BARE], [Unchecked("STS105", "no context")]),
            Answers(frozenset(), 1, [], []),
        ],
        [],
        [Answers(frozenset(), 7, [BARE], [])],
    ]
    again = restored_answers(unpacked(packed(plain_answers(about))))
    assert again == about
    assert [type(each) for answers in again for each in answers] == [Answers] * 3
    assert type(again[0][0].unchecked[0]) is Unchecked
    assert list(map(rules_of, again)) == [7, 0, 7]
