"""The part of a long line that a finding shows."""

from __future__ import annotations

from stslint.model import Span
from stslint.report.excerpt import Excerpt, cut
from tests.support.work import calls_of


def shown(length: int) -> tuple[Excerpt, int]:
    """Returns what is shown in the middle of a line, and how many functions are called for it."""
    middle = length // 2
    line, span = "é\u2028" * (length // 2), Span(1, middle + 1, 1, middle + 3)
    return cut(line, span, 100), calls_of(lambda: cut(line, span, 100), ("call",))


def test_a_longer_line_takes_no_longer() -> None:
    shown(10_000)  # what is imported once
    (short, few), (long, many) = shown(10_000), shown(100_000)
    assert short == long
    assert many == few
    assert short.text.startswith("... ")
    assert short.text.endswith(" ...")
    assert short.text[short.start : short.start + short.length] == "é\u2028"
