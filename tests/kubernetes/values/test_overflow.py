"""Amounts of which 64 bits cannot hold the thousandths; the answers are those of the API server's code."""

from __future__ import annotations

import pytest

from stslint.kubernetes.values import quantity


@pytest.mark.parametrize(
    ("text", "fractional"),
    [
        *(("8Pi", False), ("9Pi", True), ("1Ei", True), ("2Ei", False), ("4Ei", False), ("8Ei", False)),
        *(("9223372036854775", False), ("9223372036854776", True), ("9223372036854775807", False)),
        *(("10000000000000000", True), ("1e16", False), ("10P", False), ("16E", False), ("1e400", False)),
        *(("12345678901234567890", True), ("9999999999999999999", True), ("18446744073709551616", False)),
        *(("9480079873M", True), ("9223372036854775.50", True), ("12345678.25G", False), ("10P", False)),
        *(("-8Ei", False), ("100000000000000000000", True), ("9223372036854775808", False)),
        *(("-1Ei", True), ("-9Pi", True), ("9223372036854775.5", True), ("0.5", True), ("1500m", True)),
    ],
)
def test_whole_amount_is_tested_by_thousandths_that_overflow(text: str, fractional: bool) -> None:
    assert quantity.parse(text).fractional is fractional


@pytest.mark.parametrize("text", ["2500m", "-2500m", "9223372036854774.5", "9223372036854774", "8Pi"])
def test_an_amount_whose_thousandths_fit_does_not_overflow(text: str) -> None:
    assert not quantity.parse(text).overflows
