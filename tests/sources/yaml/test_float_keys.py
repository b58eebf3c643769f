"""Fractions and powers of ten as keys: Kubernetes turns them into text with the digits of a 32-bit float."""

from __future__ import annotations

import pytest

from tests.support.trees import tree


@pytest.mark.parametrize(
    ("written", "key"),
    [
        # As Go 1.26 prints them with strconv.FormatFloat(value, 'g', -1, 32).
        ("999999.5", "999999.5"),
        ("1e6", "1e+06"),
        ("1_000_000.0", "1e+06"),
        ("1234567.5", "1.2345675e+06"),
        ("8388608.5", "8.388608e+06"),
        ("16777217.5", "1.6777218e+07"),
        ("1e20", "1e+20"),
        ("1.23456789", "1.2345679"),
        ("-0.00012345678", "-0.00012345678"),
        ("0.0001", "0.0001"),
        ("0.00009999", "9.999e-05"),
        ("1.4e-45", "1e-45"),
    ],
)
def test_a_key_has_an_exponent_below_a_ten_thousandth_and_from_a_million_on(written: str, key: str) -> None:
    assert list(tree(f"{written}: a\n").entries()) == [key]
