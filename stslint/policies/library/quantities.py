"""``quantity()`` and its functions; versions are compared by the same names.

Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library
"""

from __future__ import annotations

from typing import Any

from stslint.kubernetes.values import quantity as amounts
from stslint.policies.library import versions
from stslint.policies.library.overload import Overload, function, holds, method

KIND = "quantity"
"""The key of the map for one; its value is the amount in billionths, too large for an integer."""

_BILLION = 10**9
_LARGEST = 2**63 - 1

Value = dict[str, Any]


def quantity(text: str) -> Value:
    """Returns the amount of a text. Raises ValueError."""
    try:
        return _made(amounts.parse(text).nanos)
    except amounts.QuantityError as error:
        raise ValueError(f"`{text}` is not a valid quantity") from error


def _made(billionths: int) -> Value:
    return {KIND: str(billionths)}


def _amount(value: Value) -> int:
    if KIND not in value:
        raise ValueError("expected a quantity")
    return int(value[KIND])


def compare(one: Value, other: Value) -> int:
    """Returns -1, 0 or 1 as one quantity, or one version, is less than, equal to or greater than another."""
    if versions.KIND in one:
        return versions.compare(one, other)
    left, right = _amount(one), _amount(other)
    return (left > right) - (left < right)


def is_integer(value: Value) -> bool:
    """Returns whether the amount is a whole number of 64 bits."""
    return _amount(value) % _BILLION == 0 and abs(_amount(value)) <= _LARGEST * _BILLION


def as_integer(value: Value) -> int:
    """Returns the amount as a whole number. Raises ValueError."""
    if not is_integer(value):
        raise ValueError("the quantity is not a whole number of 64 bits")
    return _amount(value) // _BILLION


def _plus(one: Value, other: Value | int, sign: int) -> Value:
    added = other * _BILLION if isinstance(other, int) else _amount(other)
    return _made(_amount(one) + sign * added)


FUNCTIONS: tuple[Overload, ...] = (
    function("quantity", "string", "map", quantity),
    function("isQuantity", "string", "bool", holds(quantity)),
    method("sign", "map", "int", lambda value: compare(value, _made(0))),
    method("isInteger", "map", "bool", is_integer),
    method("asInteger", "map", "int", as_integer),
    method("asApproximateFloat", "map", "double", lambda value: _amount(value) / _BILLION),
    method("add", "map map", "map", lambda one, other: _plus(one, other, 1)),
    method("add", "map int", "map", lambda one, other: _plus(one, other, 1)),
    method("sub", "map map", "map", lambda one, other: _plus(one, other, -1)),
    method("sub", "map int", "map", lambda one, other: _plus(one, other, -1)),
    method("compareTo", "map map", "int", compare),
    method("isLessThan", "map map", "bool", lambda one, other: compare(one, other) < 0),
    method("isGreaterThan", "map map", "bool", lambda one, other: compare(one, other) > 0),
)
