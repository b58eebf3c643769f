"""A line can be as long as its file, and each of its findings names it."""

from __future__ import annotations

import json

from stslint.model import Finding, Reference, Report, Span
from stslint.report import gitlab, sarif

FINDINGS = 1_000


def report_on(line: str) -> Report:
    """Returns a report with many findings on one line."""
    findings = tuple(
        Finding(
            "STS004",
            "unknown-field",
            "error",
            "api",
            "unknown field",
            "web.yaml",
            Span(1, column, 1, column + 1),
            reference=Reference("StatefulSet", None, "web"),
        )
        for column in range(1, FINDINGS + 1)
    )
    return Report("1.37", findings, texts={"web.yaml": {1: line}})


def test_a_result_repeats_no_long_line() -> None:
    for length, repeated in ((1_000, True), (1_001, False)):
        written = sarif.render(report_on("a" * length))
        results = json.loads(written)["runs"][0]["results"]
        regions = ["contextRegion" in each["locations"][0]["physicalLocation"] for each in results]
        assert regions == [repeated] * FINDINGS
    assert len(sarif.render(report_on("a" * 100_000))) == len(written)


def test_the_text_of_a_long_line_still_decides_its_fingerprints() -> None:
    marks = [
        [each["fingerprint"] for each in json.loads(gitlab.render(report_on(line)))]
        for line in ("a" * 5_000, "a" * 5_000, "a" * 4_999 + "b")
    ]
    assert marks[0] == marks[1]
    assert len({*marks[0], *marks[2]}) == 2 * FINDINGS
