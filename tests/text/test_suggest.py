"""The nearest valid word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.text.suggest import distance, nearest

MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")


@pytest.mark.parametrize(
    ("word", "candidates", "answer"),
    [
        ("readwriteonce", MODES, "ReadWriteOnce"),
        ("read-write-once", MODES, "ReadWriteOnce"),
        ("RWX", MODES, ""),
        ("naem", ("name", "image"), "name"),
        ("ReadWriteOncePods", MODES, "ReadWriteOncePod"),
        ("Foo", MODES, ""),
        ("ab", ("ac", "cd"), ""),
        ("cat", ("bat", "hat"), ""),
        ("", MODES, ""),
    ],
)
def test_nearest(word: str, candidates: tuple[str, ...], answer: str) -> None:
    assert nearest(word, candidates) == answer


def edits(left: str, right: str) -> int:
    """Returns the whole distance, by its definition."""
    rows = [[i + j if 0 in (i, j) else 0 for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (left[i - 1] != right[j - 1]),
                rows[i - 2][j - 2] + 1 if left[i - 2 : i] == right[j - 2 : j][::-1] and min(i, j) > 1 else 99,
            )
    return rows[-1][-1]


@given(
    left=st.text("abc", max_size=9),
    right=st.text("abc", max_size=9),
    most=st.integers(min_value=0, max_value=3),
)
def test_distance_is_that_of_all_letters_or_above_the_most(left: str, right: str, most: int) -> None:
    found, whole = distance(left, right, most), edits(left, right)
    assert found == whole if whole <= most else found > most
