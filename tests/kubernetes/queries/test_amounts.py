"""Amounts as they are shown, and what a pod counts for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.queries.amounts import shown
from stslint.kubernetes.values.quantity import NANO, read


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (8 * 2**30, "8Gi"),
        (2**30, "1Gi"),
        (1536 * 2**20, "1536Mi"),
        (2**20, "1Mi"),
        (512 * 2**10, "512Ki"),
        (2**30 + 1, "1073741825"),
        (2**20 + 2**10, "1025Ki"),
        (1000, "1000"),
        (0, "0"),
    ],
)
def test_bytes_are_shown_with_the_largest_binary_suffix_that_loses_nothing(units: int, text: str) -> None:
    assert shown(units * NANO, "memory") == text


@pytest.mark.parametrize(("millis", "text"), [(1500, "1500m"), (2000, "2"), (0, "0"), (1, "1m")])
def test_processors_are_shown_in_thousandths_unless_they_are_whole(millis: int, text: str) -> None:
    assert shown(millis * NANO // 1000, "cpu") == text


@given(st.integers(0, 2**30), st.sampled_from([1, 2**10, 2**20, 2**30]))
def test_a_shown_amount_is_read_as_the_same_amount(number: int, factor: int) -> None:
    amount = read(shown(number * factor * NANO, "memory"))
    assert amount is not None
    assert amount.units == number * factor
