"""Twice as many findings are rendered with twice the work."""

from __future__ import annotations

from functools import partial

import pytest

from stslint.cli.check_arguments import FORMATS
from stslint.cli.output import renderer
from stslint.model import Finding, Reference, Report, Span
from tests.support.work import ComparedText, calls_of


def report(size: int) -> Report:
    """Returns a report of that many findings on one object, errors and others in turn."""
    web = Reference("StatefulSet", None, "web")
    findings = tuple(
        Finding(
            ComparedText("STS008" if line % 2 else "STS411"),
            "some-name",
            "error" if line % 2 else "info",
            "rule",
            "x is missing",
            "a.yaml",
            Span(line, 1, line, 2),
            reference=web,
        )
        for line in range(1, size + 1)
    )
    return Report(
        "1.37", findings, files=1, documents=1, texts={"a.yaml": dict.fromkeys(range(size), "x: 1")}
    )


@pytest.mark.parametrize("form", FORMATS)
def test_twice_the_findings_are_twice_the_work(form: str) -> None:
    render = renderer(form)
    render(report(2))  # what is imported once
    few, many = (calls_of(partial(render, report(size))) for size in (200, 400))
    assert many <= 2.2 * few
