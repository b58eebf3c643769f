"""Line ends of a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from stslint.text.lines import line_end_at, line_starts, split_lines


@given(st.text("ab\r\n", max_size=12), st.integers(0, 12))
def test_line_end_at_is_the_next_else_the_first_of_the_text(text: str, offset: int) -> None:
    ends = re.compile(r"\r\n|\n|\r")
    found = ends.search(text, offset) or ends.search(text)
    assert line_end_at(text, offset) == (found.group() if found else "\n")


@given(st.text("ab\r\n", max_size=12))
def test_line_starts_are_where_each_line_is(text: str) -> None:
    starts, lines = line_starts(text), split_lines(text)
    assert [text[start : start + len(line)] for start, line in zip(starts, lines, strict=True)] == lines
    assert all(start == 0 or text[start - 1] in "\r\n" for start in starts)
