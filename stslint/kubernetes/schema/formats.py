"""What a scalar must be for the API server to decode it: JSON Schema's types and Kubernetes' formats.

The one definition of both, for the quick pass and for jsonschema. Facts from the decoders of
https://pkg.go.dev/sigs.k8s.io/json and https://pkg.go.dev/k8s.io/apimachinery (``Time``, ``Quantity``,
``IntOrString``) and from Go's ``encoding/base64`` and ``time``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stslint.kubernetes.values.quantity import read
from stslint.runtime.lazy_regex import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BASE64 = pattern(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")

# Go accepts an hour of one digit, a comma before the fraction and an offset up to 24:60.
_TIME = pattern(
    r"([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T(?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-4]):(?:[0-5][0-9]|60))\Z"
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}
"""The Python classes of a JSON type; ``bool`` is separate, although Python derives it from ``int``."""


def has_type(value: object, types: str | list[str]) -> bool:
    """Returns whether a value is of a JSON type, or one of several. Null is: it is read as absent."""
    if value is None:
        return True
    if isinstance(types, str):
        return type(value) in PYTHON_TYPES[types]
    return any(type(value) in PYTHON_TYPES[name] for name in types)


def decodes(value: object, schema: Mapping[str, Any]) -> bool:
    """Returns whether the API server decodes a scalar for a field of this schema."""
    if value is None:
        return True
    types, name = schema.get("type"), schema.get("format")
    return (types is None or has_type(value, types)) and (name is None or FORMATS[name](value))


def _between(smallest: int, largest: int) -> Callable[[Any], bool]:
    return lambda value: smallest <= value <= largest


def _int_or_string(value: Any) -> bool:
    return isinstance(value, str) or -(2**31) <= value < 2**31


def _bytes(value: Any) -> bool:
    return not isinstance(value, str) or bool(_BASE64.match(value.replace("\r", "").replace("\n", "")))


def _date_time(value: Any) -> bool:
    found = _TIME.match(value)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= _DAYS[month - 1] + leap


FORMATS: dict[str, Callable[[Any], bool]] = {
    "int32": _between(-(2**31), 2**31 - 1),
    "int64": _between(-(2**63), 2**63 - 1),
    "uint8": _between(0, 255),
    "int-or-string": _int_or_string,
    "quantity": lambda value: read(value) is not None,
    "byte": _bytes,
    "date-time": _date_time,
}
"""A check for each format; it is given a value of the field's type."""
