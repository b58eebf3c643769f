"""The text report in other layouts: on a narrow terminal, in groups, with many findings; whole outputs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Report
from stslint.report.text import Layout, render
from stslint.text.terminal_width import width
from stslint.text.wrapping import shown_width, wrapped
from tests.support.reports import SAMPLE, reports

FIXTURES = Path(__file__).parent.parent / "fixtures" / "report" / "layouts"

MANY = SAMPLE._replace(
    findings=tuple(
        each._replace(span=each.span._replace(line=each.span.line + 100 * number), impact="degraded")
        for number in range(3)
        for each in SAMPLE.findings[:3]
    ),
    baselined=7,
)
CASES: dict[str, tuple[Report, Layout]] = {
    "narrow": (SAMPLE, Layout(columns=40)),
    "narrow-groups": (SAMPLE, Layout(columns=60, group_by="object")),
    "by-file": (MANY, Layout(group_by="file")),
    "by-rule": (MANY, Layout(group_by="rule")),
    "by-object": (MANY, Layout(group_by="object")),
    "many": (MANY, Layout(list_errors=False)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_layout_is_the_one_that_was_read_and_approved(name: str, update: bool) -> None:
    expected = FIXTURES / f"{name}.text"
    rendered = render(*CASES[name])
    if update:
        FIXTURES.mkdir(exist_ok=True)
        expected.write_bytes(rendered.encode("utf-8"))
    assert rendered.encode("utf-8") == expected.read_bytes()


@given(reports(), st.sampled_from([20, 40, 60]))
def test_a_narrow_report_has_the_words_of_a_wide_one(report: Report, columns: int) -> None:
    report = report._replace(texts={})
    wide, narrow = (render(report, Layout(columns=each)).split() for each in (0, columns))
    assert narrow == wide


@given(st.text("ab 数😀", max_size=80), st.integers(5, 40))
def test_a_wrapped_line_fits_unless_it_is_one_word(line: str, columns: int) -> None:
    for piece in wrapped(line, columns):
        assert width(piece) <= columns or " " not in piece.strip()
    assert " ".join(wrapped(line, columns)).split() == line.split()


def test_no_word_becomes_a_command_of_a_runner_by_wrapping() -> None:
    assert wrapped("a long message ::error::forged", 12) == ["a long", "  message ::error::forged"]


def test_colors_need_no_columns() -> None:
    assert wrapped("\x1b[1mabc\x1b[0m def", 7) == ["\x1b[1mabc\x1b[0m def"]
    assert shown_width("\x1b[31m数\x1b[0m") == 2


@pytest.mark.parametrize("columns", [30, 40, 80])
def test_the_underline_stays_below_wide_characters_of_a_cut_line(columns: int) -> None:
    line = f"{'数据库' * 30} HERE {'数据库' * 30}"
    place = SAMPLE.findings[0].span._replace(column=92, end_column=96)
    finding = SAMPLE.findings[0]._replace(span=place)
    report = SAMPLE._replace(findings=(finding,), texts={finding.file: {2: line}})
    lines = render(report, Layout(quiet=True, columns=columns)).splitlines()
    [shown] = [each for each in lines if "HERE" in each]
    underline = lines[lines.index(shown) + 1]
    assert width(shown[: shown.index("HERE")]) == underline.index("^")
    assert underline.count("^") == 4
    assert width(shown) <= columns
