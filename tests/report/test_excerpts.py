"""The format for people: the underline stands under what it speaks of, whatever the line holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Finding, Report, Span
from stslint.report.excerpt import LINE_WIDTH
from stslint.report.text import Layout, render
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width


def drawn(line: str, span: Span) -> tuple[str, str]:
    """Returns the line and the underline as they are shown, without the gutter."""
    finding = Finding("STS201", "x", "error", "rule", "message", "web.yaml", span)
    report = Report("1.37", (finding,), texts={"web.yaml": {span.line: line}})
    shown, underline = render(report, Layout(quiet=True)).splitlines()[2:4]
    return shown[shown.index("|") + 2 :], underline[underline.index("|") + 2 :]


def span(column: int, end: int, line: int = 7, end_line: int = 7) -> Span:
    return Span(line, column, end_line, end)


@pytest.mark.parametrize(
    ("line", "place", "underline"),
    [
        ("kind: Pod", span(7, 10), "      ^^^"),
        ("\t\tkind: Pod", span(9, 12), "        ^^^"),
        ("a: 数据库 # x", span(4, 7), "   ^^^^^^"),
        ("数据库: ab", span(6, 8), "        ^^"),
        ("cafe\u0301: ab", span(8, 10), "      ^^"),
        ("a: 😀b", span(5, 6), "     ^"),
        ("a: \x1b[31mb", span(9, 10), "             ^"),
        ("spec:", span(1, 3, end_line=9), "^^^^^"),
        ("spec:", span(6, 6), "     ^"),
        ("spec:", span(40, 44), "     ^"),
        ("", span(1, 1), "^"),
    ],
    ids=[
        "plain",
        "tabs",
        "wide",
        "after-wide",
        "combining",
        "emoji",
        "control",
        "lines",
        "end",
        "off",
        "empty",
    ],
)
def test_the_underline_stands_under_the_span(line: str, place: Span, underline: str) -> None:
    assert drawn(line, place)[1] == underline


@pytest.mark.parametrize("start", [1, 50, 150, 295])
def test_a_long_line_is_cut_around_the_span(start: int) -> None:
    line = "x" * (start - 1) + "HERE" + "y" * (300 - start)
    shown, underline = drawn(line, span(start, start + 4))
    assert shown[underline.index("^") : underline.index("^") + 4] == "HERE"
    assert underline.count("^") == 4
    assert len(shown) <= LINE_WIDTH + len("... ") + len(" ...")


def test_an_underline_never_leaves_a_cut_line() -> None:
    shown, underline = drawn("x" * 400, span(10, 390))
    assert len(underline) <= len(shown)


@given(st.text("ab数é\t😀 ", max_size=140), st.integers(1, 150), st.integers(0, 40))
def test_an_underline_is_as_wide_as_what_it_underlines(line: str, column: int, length: int) -> None:
    shown, underline = drawn(line, span(column, column + length))
    marked = underline.count("^")
    assert set(underline) <= {" ", "^"}
    assert 1 <= marked <= max(width(one_line(line)), 1)
    assert len(underline) <= width(shown) + 1


@pytest.mark.parametrize("colour", [True, False])
def test_colours_are_there_only_when_asked(colour: bool) -> None:
    finding = Finding("STS201", "x", "error", "rule", "red \x1b[31m", "web.yaml", span(1, 3))
    report = Report("1.37", (finding,), texts={"web.yaml": {7: "ab"}})
    assert ("\x1b[" in render(report, Layout(colour=colour))) is colour
    assert "red \\u001b[31m" in render(report, Layout(colour=colour))
