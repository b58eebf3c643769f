"""The part of a long line that a finding shows."""

from __future__ import annotations

import sys
from types import FrameType

from stslint.model import Span
from stslint.report.excerpt import Excerpt, cut


def shown(length: int) -> tuple[Excerpt, int]:
    """Returns what is shown in the middle of a line, and how many functions are called for it."""
    count = 0

    def count_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    middle = length // 2
    sys.setprofile(count_call)
    try:
        found = cut("é\u2028" * (length // 2), Span(1, middle + 1, 1, middle + 3), 100)
    finally:
        sys.setprofile(None)
    return found, count


def test_a_longer_line_takes_no_longer() -> None:
    shown(10_000)  # what is imported once
    (short, few), (long, many) = shown(10_000), shown(100_000)
    assert short == long
    assert many == few
    assert short.text.startswith("... ")
    assert short.text.endswith(" ...")
    assert short.text[short.start : short.start + short.length] == "é\u2028"
