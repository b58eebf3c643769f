"""``semver()``: versions by https://semver.org, which are compared by the names that quantities have.

Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library
"""

from __future__ import annotations

import re
from typing import Any

from stslint.policies.library.overload import Overload, function, holds, method

KIND = "semver"
"""The key of the map for one: major, minor, patch, and the parts of the pre-release."""

_NUMBER = r"(0|[1-9]\d*)"
_FORM = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?\Z",
    re.ASCII,
)

Value = dict[str, Any]


def version(text: str, lenient: bool = False) -> Value:
    """Returns the version of a text; the lenient form accepts ``v1`` and ``1.02``.

    Raises ValueError.
    """
    found = _FORM.match(_normal(text) if lenient else text)
    if found is None:
        raise ValueError(f"`{text}` is not a version such as 1.2.3")
    major, minor, patch, early = found.groups()
    return {KIND: [int(major), int(minor), int(patch), early or ""]}


def _normal(text: str) -> str:
    numbers, mark, rest = re.match(r"v?([^-+]*)([-+]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    parts = [part.lstrip("0") or "0" if part else part for part in numbers.split(".")]
    return ".".join([*parts, *["0"] * (3 - len(parts))]) + mark + rest


def compare(one: Value, other: Value) -> int:
    """Returns -1, 0 or 1; a pre-release comes before its release."""
    left, right = _order(one), _order(other)
    return (left > right) - (left < right)


def _order(value: Value) -> tuple[Any, ...]:
    if KIND not in value:
        raise ValueError("expected a version such as 1.2.3")
    *numbers, early = value[KIND]
    parts = (
        [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in early.split(".")] if early else []
    )
    return *numbers, not early, parts


def _part(index: int) -> Any:
    return lambda value: int(value[KIND][index])


FUNCTIONS: tuple[Overload, ...] = (
    function("semver", "string", "map", version),
    function("semver", "string bool", "map", version),
    function("isSemver", "string", "bool", holds(version)),
    function(
        "isSemver", "string bool", "bool", lambda text, lenient: holds(lambda it: version(it, lenient))(text)
    ),
    method("major", "map", "int", _part(0)),
    method("minor", "map", "int", _part(1)),
    method("patch", "map", "int", _part(2)),
)
