"""Numbers with more digits than Python converts count as a number that no field has room for."""

from __future__ import annotations

import pytest

from stslint.applications import memory
from stslint.applications.versions import numbers
from stslint.kubernetes.values import quantity
from stslint.kubernetes.values.addresses import parse_block
from stslint.kubernetes.values.digits import BEYOND, number_of

MANY = "1" * 5_000
ZEROS = "0" * 5_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("", 0),
        ("007", 7),
        (ZEROS + "12", 12),
        ("9" * 18, 10**18 - 1),
        ("1" + "0" * 18, BEYOND),
        (MANY, BEYOND),
    ],
)
def test_number_of_digits_is_at_most_what_no_field_holds(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", [f"1e{MANY}", f"1e-{MANY}", f"1E+{MANY}"])
def test_quantity_with_a_long_exponent_is_refused_for_its_suffix(text: str) -> None:
    with pytest.raises(quantity.QuantityError) as raised:
        quantity.parse(text)
    assert raised.value.part == "suffix"


@pytest.mark.parametrize("text", [f"1e{ZEROS}", f"1e-{ZEROS}", f"1e+{ZEROS}0"])
def test_quantity_with_an_exponent_of_zeros_is_one(text: str) -> None:
    assert quantity.parse(text).nanos == 10**9


def test_length_of_an_address_block_can_have_zeros_but_not_more_digits() -> None:
    block = parse_block(f"10.0.0.0/{ZEROS}8")
    assert block is not None
    assert block.prefix == 8
    assert parse_block(f"10.0.0.0/{MANY}") is None


def test_version_with_a_long_number_is_later_than_any() -> None:
    assert numbers(f"3.{MANY}.1") == (3, BEYOND, 1)


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        (MANY, "bytes", (BEYOND, None)),
        (f"-Xmx{MANY}g", "java", (BEYOND * 2**30, None)),
        (f"-XX:MaxRAMPercentage={MANY}", "java", (None, BEYOND / 100)),
        (" 1  Gb ", "bytes", (2**30, None)),
        ("1" + " " * 5_000 + "x", "bytes", (None, None)),
    ],
)
def test_long_amount_of_memory_is_more_than_any_limit(
    text: str, form: str, found: tuple[int | None, float | None]
) -> None:
    assert memory.amount(text, form) == found
