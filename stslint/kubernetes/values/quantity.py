"""Amounts of a resource: the grammar that the API server reads, exact values, and how it writes them back.

Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/. What that page
does not define (``.5Gi``, ``1.``, ``+``, an exponent out of range) is what the decoder of apimachinery does.
"""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.values.overflow import OVERFLOWING_NANOS, Format, Written, millis_of_server
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

NANO = 10**9
LARGEST_BINARY = 2**63 - 1

DECIMAL_SUFFIXES = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY_SUFFIXES = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}

# \d would accept digits of other scripts, and $ a line break at the end.
_FORM = pattern(r"([+-]?)([0-9]*)(?:\.([0-9]*))?((?:[eEinumkKMGTP]+[+-]?|[+-])[0-9]*|)\Z")
_EXPONENT = pattern(r"[eE]([+-]?)([0-9]+)\Z")

# What Go trims, without the control characters and line separators, which JSON text has as escapes.
_BLANKS = (
    " \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

# Above it no two amounts have to be distinguished, and 10 ** exponent would fill the memory.
_LARGEST_EXPONENT = 400

_REMEMBERED = 4096
"""Texts whose amounts are remembered: decoding, validation and rules all read them."""

# Python turns no more than 4,300 digits into a number.
_MOST_DIGITS = 1000
_MOST_OF_EXPONENT = 19  # 2**63 has so many


_SCALARS = (str, int, float)


class QuantityError(ValueError):
    """A text that is not a quantity. ``part`` says whether its form, its suffix or its number is wrong."""

    def __init__(self, part: Literal["form", "suffix", "number"]) -> None:
        super().__init__(part)
        self.part = part


class Quantity(NamedTuple):
    """An amount as a whole number of billionths, to which every quantity is rounded up.

    Compare ``nanos``: ``1Gi`` and ``1073741824`` are the same amount in two formats. ``overflows`` says that
    the API server, which counts in thousandths with 64 bits, takes a large amount for a fraction.
    """

    nanos: int
    format: Format
    overflows: bool = False

    @property
    def units(self) -> int:
        """Returns the amount in whole units, rounded away from zero: bytes, or processors."""
        return _scaled(self.nanos, NANO)

    @property
    def millis(self) -> int:
        """Returns the amount in thousandths, rounded away from zero."""
        return _scaled(self.nanos, NANO // 1000)

    @property
    def fractional(self) -> bool:
        """Returns whether the amount is not a whole number, as an amount of bytes must be."""
        return self.overflows or (abs(self.nanos) < OVERFLOWING_NANOS and self.millis % 1000 != 0)

    def __str__(self) -> str:
        """Returns the canonical form: no fraction, and the largest suffix that loses nothing."""
        if self.nanos == 0:
            return "0"
        if self.format == "BinarySI" and abs(self.nanos) >= 1024 * NANO and self.nanos % NANO == 0:
            return _binary(self.nanos // NANO)
        return _decimal(self.nanos, self.format)


@lru_cache(maxsize=_REMEMBERED)
def parse(text: str) -> Quantity:
    """Returns the amount of ``text``, as the API server decodes it.

    Whitespace around it is allowed. Raises QuantityError.
    """
    found = _FORM.match(text.strip(_BLANKS))
    if found is None or not found.group():
        raise QuantityError("form")
    sign, whole, fraction, suffix = found.groups("")
    exponent, form = _suffix(suffix)
    _check_digits(whole, fraction, exponent, form)
    digits = (whole + fraction).lstrip("0")
    beyond = max(len(digits) - _MOST_DIGITS, 0)
    number = int(digits[:_MOST_DIGITS] or "0")
    nanos = _nanos(number, beyond - len(fraction), exponent, form)
    nanos = -nanos if sign == "-" else nanos
    if abs(nanos) < OVERFLOWING_NANOS:
        return Quantity(nanos, form)
    written = Written(int(f"{sign}{number}"), len(whole.lstrip("0") or "0"), len(fraction), exponent, form)
    return Quantity(nanos, form, millis_of_server(nanos, written) % 1000 != 0)


def read(value: object) -> Quantity | None:
    """Returns the amount of a manifest's scalar (a text or a number), or nothing if it is not one."""
    if isinstance(value, bool) or not isinstance(value, _SCALARS):
        return None
    try:
        return parse(value if isinstance(value, str) else str(value))
    except QuantityError:
        return None


def _suffix(suffix: str) -> tuple[int, Format]:
    if suffix in DECIMAL_SUFFIXES:
        return DECIMAL_SUFFIXES[suffix], "DecimalSI"
    if suffix in BINARY_SUFFIXES:
        return BINARY_SUFFIXES[suffix], "BinarySI"
    found = _EXPONENT.match(suffix)
    digits = found.group(2).lstrip("0") if found is not None else ""
    if found is None or len(digits) > _MOST_OF_EXPONENT:
        raise QuantityError("suffix")
    exponent = int(found.group(1) + (digits or "0"))
    if not -(2**63) <= exponent < 2**63:
        raise QuantityError("suffix")
    # Kubernetes keeps 32 bits of an exponent: 1e4294967296 is 1.
    return (exponent + 2**31) % 2**32 - 2**31, "DecimalExponent"


def _check_digits(whole: str, fraction: str, exponent: int, form: Format) -> None:
    """Refuses a suffix without a digit, which is zero only on the decoder's fast path."""
    short_way = exponent < 50 if form == "BinarySI" else exponent >= -9
    if not whole and not fraction and not short_way:
        raise QuantityError("number")


def _nanos(number: int, scale: int, exponent: int, form: Format) -> int:
    if number == 0:
        return 0
    if form == "BinarySI":
        nanos = _shifted(number << exponent, scale + 9)
        return min(nanos, LARGEST_BINARY * NANO)
    return _shifted(number, scale + exponent + 9)


def _shifted(number: int, places: int) -> int:
    """Returns ``number`` times ten to the power of ``places``, rounded up."""
    if places >= 0:
        return number * _power(min(places, _LARGEST_EXPONENT))
    return -(-number // _power(min(-places, number.bit_length() + 1)))


def _power(exponent: int) -> int:
    return int(10**exponent)


def _scaled(nanos: int, size: int) -> int:
    up = -(-abs(nanos) // size)
    return -up if nanos < 0 else up


def _binary(units: int) -> str:
    suffix = ""
    for candidate, bits in BINARY_SUFFIXES.items():
        if units % (1 << bits):
            break
        suffix = candidate
    return f"{units // (1 << BINARY_SUFFIXES.get(suffix, 0))}{suffix}"


def _decimal(nanos: int, form: Format) -> str:
    exponent = -9
    while nanos % 1000 == 0 and (exponent < 18 or form == "DecimalExponent"):
        nanos, exponent = nanos // 1000, exponent + 3
    if form == "DecimalExponent":
        return f"{nanos}e{exponent}" if exponent else str(nanos)
    suffixes = {value: suffix for suffix, value in DECIMAL_SUFFIXES.items()}
    return f"{nanos}{suffixes[exponent]}"
