"""Resolves a plain scalar of YAML as Kubernetes does.

kubectl and the API server first convert YAML to JSON, with a reader of YAML 1.1 that has peculiarities: ``y``
and ``off`` are booleans, ``010`` and ``0o10`` are eight, ``1e3`` is the integer 1000, and a date or
``12:30:45`` is a string.

Source: https://pkg.go.dev/sigs.k8s.io/yaml and the scalar resolution of https://pkg.go.dev/go.yaml.in/yaml/v2;
checked against verdicts recorded from the API server's code.
"""

from __future__ import annotations

import math
import struct
from functools import lru_cache

from stslint.model import Kind, Scalar
from stslint.runtime.lazy_regex import pattern

_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_NULL = ("", "~", "null", "Null", "NULL")
_NAN = (".nan", ".NaN", ".NAN")
_INFINITY = {
    sign + word: -math.inf if sign == "-" else math.inf
    for sign in ("", "+", "-")
    for word in (".inf", ".Inf", ".INF")
}

_WORDS: dict[str, tuple[Kind, Scalar]] = {
    **dict.fromkeys(_TRUE, ("boolean", True)),
    **dict.fromkeys(_FALSE, ("boolean", False)),
    **dict.fromkeys(_NULL, ("null", None)),
    **dict.fromkeys(_NAN, ("float", math.nan)),
    **{word: ("float", value) for word, value in _INFINITY.items()},
}

_DECIMAL = pattern(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_PREFIXED = pattern(r"([-+]?)0([xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+|[0-7]+)\Z")
_FLOAT = pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_DOT_FLOAT = pattern(r"\.[0-9]+(?:_?[0-9]+)*(?:[eE][-+]?[0-9]+)?\Z")
_CLOCK = r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?"
_TIME = pattern(
    rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}})(?:[Tt]{_CLOCK}(?:Z|[-+][0-9]{{2}}:[0-9]{{2}})| {_CLOCK})?\Z"
)
_BASES = {"x": 16, "o": 8, "b": 2}

_SMALLEST_INTEGER = -(2**63)
_LARGEST_INTEGER = 2**64 - 1


@lru_cache(maxsize=4096)
def resolve_plain(text: str) -> tuple[Kind, Scalar]:
    """Returns the kind and the value of an unquoted, untagged scalar.

    A float that JSON writes without a fraction or an exponent (``3.0``, ``1e3``) is an integer.
    """
    word = _WORDS.get(text)
    if word is not None:
        return word
    first = text[0]
    if first == ".":
        return _float(text) if _DOT_FLOAT.match(text) and "_" not in text else ("string", text)
    if first in "+-0123456789":
        return _number(text)
    return "string", text


def resolve_json(text: str) -> tuple[Kind, Scalar]:
    """Returns the kind and the value of a JSON literal."""
    if text in ("true", "false"):
        return "boolean", text == "true"
    if text == "null":
        return "null", None
    if any(mark in text for mark in ".eE"):
        return "float", float(text)
    # Integers of Kubernetes do not have hundreds of digits, and Python refuses to convert thousands.
    return ("integer", int(text)) if len(text) < 400 else ("float", float(text))


def resolve_tagged(tag: str, text: str) -> tuple[Kind, Scalar]:
    """Returns kind and value of a scalar with an explicit tag. Raises ValueError if the text does not fit."""
    name = tag.removeprefix("tag:yaml.org,2002:").removeprefix("!!")
    if name == "binary":
        return "string", _decoded(text)
    if name == "timestamp" and not _is_time(text):
        raise ValueError(f"`{text}` is not a `!!timestamp`")
    kind, value = resolve_plain(text)
    expected = {"int": ("integer",), "float": ("float", "integer"), "bool": ("boolean",), "null": ("null",)}
    if name not in expected:
        return "string", text
    if kind not in expected[name] or (name == "int" and not _is_whole(text)):
        raise ValueError(f"`{text}` is not a `!!{name}`")
    return kind, value


def _decoded(text: str) -> str:
    from base64 import b64decode

    try:
        return b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8", "replace")
    except ValueError:
        raise ValueError(f"`{text}` is not valid base64, as `!!binary` requires") from None


def _is_time(text: str) -> bool:
    from datetime import datetime

    match = _TIME.match(text)
    try:
        return match is not None and bool(datetime(*(int(part) for part in match.groups() if part)))  # type: ignore[arg-type]
    except ValueError:
        return False


def json_literal(value: Scalar) -> str:
    """Returns a number as Kubernetes writes it in JSON: ``1.5``, ``1000``, ``1e+21``.

    Raises TypeError for a value that is not a number.
    """
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, float):
        raise TypeError(f"{value!r} is not a number")
    if value and not 1e-6 <= abs(value) < 1e21:
        mantissa, _, exponent = f"{value!r}".partition("e")
        if exponent:
            digits = mantissa.removesuffix(".0")
            return f"{digits}e{exponent[0]}{exponent[1:].lstrip('0')}"
    text = f"{value!r}"
    if "e" in text:
        from decimal import Decimal

        # The fewest digits that identify the number, then zeros; not the digits of its binary fraction.
        text = f"{Decimal(text):f}"
    return text.removesuffix(".0").rstrip(".") if "." in text else text


def key_text(kind: Kind, value: Scalar, text: str) -> str | None:
    """Returns a mapping key as Kubernetes reads it, or None for a value that cannot be a key (null)."""
    if kind == "string":
        return text
    if kind == "boolean":
        return "true" if value else "false"
    if isinstance(value, int):
        if not _is_whole(text):
            return _short_float(float(value))
        return str(value) if value < 2**63 else None
    if isinstance(value, float):
        return _short_float(value)
    return None


def _number(text: str) -> tuple[Kind, Scalar]:
    digits = text.replace("_", "")
    whole = _whole(digits)
    if whole is not None:
        return "integer", whole
    if _FLOAT.match(digits):
        return _float(digits)
    return "string", text


def _is_whole(text: str) -> bool:
    return _whole(text.replace("_", "")) is not None


def _whole(digits: str) -> int | None:
    if len(digits) > 70:
        return None
    if _DECIMAL.match(digits):
        value = int(digits)
    elif prefixed := _PREFIXED.match(digits):
        sign, rest = prefixed.groups()
        base = _BASES.get(rest[0].lower())
        value = int(rest[1:], base) if base else int(rest, 8)
        value = -value if sign == "-" else value
    else:
        return None
    # A signed number beyond 64 bits is read as a float, an unsigned one can use all 64 bits.
    largest = 2**63 - 1 if digits[0] in "+-" else _LARGEST_INTEGER
    return value if _SMALLEST_INTEGER <= value <= largest else None


def _float(digits: str) -> tuple[Kind, Scalar]:
    value = float(digits)
    if math.isinf(value):
        return "string", digits
    if value == int(value) and abs(value) < 1e21:
        return "integer", int(json_literal(value))
    return "float", value


# From here on, a 32-bit float is infinite: half a step above the largest one.
_INFINITE_FLOAT = float(2**128 - 2**103)


def _short_float(value: float) -> str:
    """Returns a float key with the fewest digits that identify a 32-bit float.

    It has an exponent below 0.0001 and from a million on. Source: the format `g` with the precision -1 in
    https://pkg.go.dev/strconv#FormatFloat
    """
    if math.isnan(value):
        return ".nan"
    if abs(value) >= _INFINITE_FLOAT:
        return ".inf" if value > 0 else "-.inf"
    single = _as_single(value)
    # Nine digits identify any.
    texts = (f"{single:.{precision}e}" for precision in range(9))
    text = next(each for each in texts if _as_single(float(each)) == single)
    if not -4 <= int(text.partition("e")[2]) < 6:
        return text
    from decimal import Decimal

    return f"{Decimal(text):f}"


def _as_single(value: float) -> float:
    """Returns the 32-bit float that is nearest to a number."""
    single: float = struct.unpack("f", struct.pack("f", value))[0]
    return single
