import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.values.quantity import NANO, Quantity, QuantityError, parse, read


@pytest.mark.parametrize(
    ("text", "nanos"),
    [
        ("0", 0),
        ("1", NANO),
        ("100m", NANO // 10),
        ("0.1", NANO // 10),
        (".5", NANO // 2),
        ("1.", NANO),
        ("1k", 1000 * NANO),
        ("1Ki", 1024 * NANO),
        ("1.5Gi", 1536 * 2**20 * NANO),
        ("1E", 10**18 * NANO),
        ("1e3", 1000 * NANO),
        ("1E3", 1000 * NANO),
        ("1e+3", 1000 * NANO),
        ("1e-3", NANO // 1000),
        ("-1", -NANO),
        ("+1", NANO),
        (" 1Gi ", 2**30 * NANO),
        ("1\u00a0", NANO),
        ("9223372036854775808", 2**63 * NANO),
        ("12345678901234567890", 12345678901234567890 * NANO),
    ],
)
def test_a_quantity_is_an_exact_amount(text: str, nanos: int) -> None:
    assert parse(text).nanos == nanos


@pytest.mark.parametrize("text", ["+", "-", ".", "Gi", "m", "e3", "+0k", "00", "0.0Ei"])
def test_what_has_no_digit_but_zeros_is_zero(text: str) -> None:
    assert parse(text).nanos == 0


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "form"),
        ("1gb", "form"),
        ("1 Gi", "form"),
        ("1Gi\n", "form"),
        ("1_000", "form"),
        ("1,5", "form"),
        ("0x1", "form"),
        ("1.2.3", "form"),
        ("１", "form"),
        ("true", "form"),
        ("1K", "suffix"),
        ("1ki", "suffix"),
        ("1i", "suffix"),
        ("1e", "suffix"),
        ("1e+", "suffix"),
        ("1Ki3", "suffix"),
        ("1MM", "suffix"),
        ("1e9223372036854775808", "suffix"),
        ("Pi", "number"),
        (".Pi", "number"),
        (".e-10", "number"),
    ],
)
def test_the_rest_is_refused(text: str, part: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert caught.value.part == part


def test_what_is_too_small_is_rounded_up_away_from_zero() -> None:
    assert parse("0.1n").nanos == 1
    assert parse("-0.1n").nanos == -1
    assert parse("1e-1000").nanos == 1


def test_binary_amounts_end_at_the_largest_whole_number() -> None:
    assert parse("8Ei").nanos == parse("9999999999Ei").nanos == (2**63 - 1) * NANO
    assert parse("9999999999E").nanos == 9999999999 * 10**18 * NANO


def test_an_exponent_keeps_32_bits_and_never_fills_the_memory() -> None:
    assert parse("1e4294967296").nanos == NANO
    assert parse("1e9223372036854775807").nanos == parse("1e-1").nanos == NANO // 10
    assert parse("1e4611686018427387904").nanos == parse("1e-9223372036854775808").nanos == NANO
    assert parse("1e2000000000").nanos > parse("1e300").nanos
    assert parse("1e-2000000000").nanos == 1


def test_thousands_of_digits_are_an_amount() -> None:
    assert parse("9" * 5000).nanos > parse("9" * 500).nanos
    assert parse("0." + "1" * 5000).nanos == 111111112
    assert str(parse("9" * 5000)).startswith("999")


@pytest.mark.parametrize(
    ("text", "units", "millis", "fractional"),
    [
        ("100m", 1, 100, True),
        ("1Gi", 2**30, 2**30 * 1000, False),
        ("0.1Mi", 104858, 104857600, True),
        ("-1.5", -2, -1500, True),
        ("1n", 1, 1, True),
        ("999999999n", 1, 1000, False),
    ],
)
def test_units_are_rounded_up(text: str, units: int, millis: int, fractional: bool) -> None:
    amount = parse(text)
    assert (amount.units, amount.millis, amount.fractional) == (units, millis, fractional)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1.5Gi", "1536Mi"),
        ("1024Mi", "1Gi"),
        ("0.5Gi", "512Mi"),
        ("1.5Ki", "1536"),
        ("1000m", "1"),
        ("1000k", "1M"),
        ("0.1", "100m"),
        ("0.1Mi", "104857600m"),
        ("1e3", "1e3"),
        ("1000e3", "1e6"),
        ("10e3", "10e3"),
        ("0.0Gi", "0"),
        ("512Ki", "512Ki"),
        ("1Ki", "1Ki"),
        ("0.5Ki", "512"),
        ("-1024Mi", "-1Gi"),
    ],
)
def test_the_canonical_form_has_no_fraction_and_the_largest_suffix(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical


def test_a_manifest_may_write_a_number() -> None:
    assert read(2) == parse("2")
    assert read(0.25) == parse("250m")
    assert read(1e16) is not None
    assert read("500m") == Quantity(NANO // 2, "DecimalSI")
    others: tuple[object, ...] = (True, None, [], {}, "1gb")
    for other in others:
        assert read(other) is None


SUFFIXES = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E-2"]


@given(st.integers(-(10**6), 10**6), st.integers(0, 999), st.sampled_from(SUFFIXES))
def test_the_canonical_form_is_the_same_amount_and_its_own_canonical_form(
    whole: int, thousandths: int, suffix: str
) -> None:
    amount = parse(f"{whole}.{thousandths:03}{suffix}")
    again = parse(str(amount))
    assert again.nanos == amount.nanos
    assert str(again) == str(amount)


@given(st.text(string.digits + ".+-eEinumkKMGTP ", max_size=8))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    amount = read(text)
    assert amount is None or parse(str(amount)).nanos == amount.nanos
