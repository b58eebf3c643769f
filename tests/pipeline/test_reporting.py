"""The lines that a report holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stslint.model import Source
from stslint.pipeline.reporting import lines_of


class LineNumbers(set[int]):
    """Numbers that can be asked for and not be looked through."""

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("all numbers are looked at")


@pytest.mark.parametrize("numbers", [{5, 6, 9}, LineNumbers(range(1000))])
def test_a_block_of_a_page_gives_its_lines_with_their_margin(numbers: set[int]) -> None:
    lines = lines_of(Source("a.md", "x: 1\ny: 2", 5, 3), numbers)
    assert lines == {5: "  x: 1", 6: "  y: 2"}


def test_a_file_gives_the_lines_that_it_has() -> None:
    assert lines_of(Source("a.yaml", "a\nb\nc\nd\n"), {0, 2, 99}) == {2: "b"}
