"""What the API server makes of an amount of which 64 bits cannot hold the thousandths.

It tests whether an amount is whole by the thousandths that it counts, and these overflow from 2^63/1000 on:
`1Ei` is reported as a fraction, `2Ei` is not. How they overflow depends on how the amount is written.

Source: ``MilliValue`` of https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
"""

from __future__ import annotations

from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Format: TypeAlias = 'Literal["DecimalSI", "BinarySI", "DecimalExponent"]'

OVERFLOWING_NANOS = (2**63 // 1000) * 10**9
"""From this many billionths on, the thousandths overflow."""

_LARGEST = 2**63 - 1
_MOST_DIGITS, _SMALLEST_SCALE = 18, -9
_STEPS = (0, 1, 2, 3, 6, 9)
"""Powers of ten that are multiplied in one step, of which the low bits remain; others end at zero."""


class Written(NamedTuple):
    """An amount as it is written: its digits as one number, and how many are before and after the point."""

    number: int
    whole_digits: int
    fraction_digits: int
    exponent: int
    format: Format


def millis_of_server(nanos: int, written: Written) -> int:
    """Returns the thousandths that the API server counts, with 64 bits, of an amount in billionths."""
    scale = written.exponent - written.fraction_digits
    is_short = written.whole_digits + written.fraction_digits <= _MOST_DIGITS and scale >= _SMALLEST_SCALE
    if written.format != "BinarySI" and is_short:
        return _short(written.number, scale + 3)
    if written.format == "BinarySI" and abs(nanos) >= _LARGEST * 10**9:
        return _low_bits(_LARGEST * (1000 if nanos > 0 else -1000))
    return _low_bits(-(-nanos // 10**6))


def _short(number: int, power: int) -> int:
    if power in _STEPS:
        return _low_bits(number * 10**power)
    # No number of 64 bits has that many digits, and the power would fill the memory.
    exact = number * 10 ** min(power, 64)
    return exact if -(2**63) <= exact <= _LARGEST else 0


def _low_bits(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63
