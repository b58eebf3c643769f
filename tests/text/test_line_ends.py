"""Line ends of a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from stslint.text.lines import line_end_at


@given(st.text("ab\r\n", max_size=12), st.integers(0, 12))
def test_line_end_at_is_the_next_else_the_first_of_the_text(text: str, offset: int) -> None:
    ends = re.compile(r"\r\n|\n|\r")
    found = ends.search(text, offset) or ends.search(text)
    assert line_end_at(text, offset) == (found.group() if found else "\n")
