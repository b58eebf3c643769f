"""The nearest valid word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.suggest import distance, nearest

MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
WORDS = st.text(alphabet="abcde", max_size=8)


@pytest.mark.parametrize(
    ("word", "candidates", "answer"),
    [
        ("readwriteonce", MODES, "ReadWriteOnce"),
        ("read-write-once", MODES, "ReadWriteOnce"),
        ("RWX", MODES, "ReadWriteMany"),
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


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_zero_for_equals(first: str, second: str) -> None:
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)


def test_two_neighbours_swapped_are_one_step() -> None:
    assert distance("naem", "name") == 1
