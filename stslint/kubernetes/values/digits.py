"""Numbers that a text spells with more digits than any field has room for."""

from __future__ import annotations

BEYOND = 10**18
"""What a longer number counts as: no count, share, version or size of a manifest comes near it."""

_MOST_DIGITS = 18


def number_of(digits: str) -> int:
    """Returns the number that decimal digits spell, at most ``BEYOND``.

    Python converts no more than 4,300 digits and raises ValueError for a longer text. Source:
    https://docs.python.org/3/library/stdtypes.html#integer-string-conversion-length-limitation
    """
    counted = digits.lstrip("0")
    return int(counted or "0") if len(counted) <= _MOST_DIGITS else BEYOND
