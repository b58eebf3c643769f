"""Scalars as Kubernetes reads them: what kind and value they have, and what they are as keys and in JSON."""

from __future__ import annotations

import math
import re

import pytest

from stslint.model import Kind, Scalar
from stslint.sources.yaml.scalars import json_literal, key_text, resolve_json, resolve_plain, resolve_tagged


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        *((word, "boolean", True) for word in ("y", "Y", "yes", "true", "TRUE", "on", "On")),
        *((word, "boolean", False) for word in ("n", "N", "no", "false", "False", "off", "OFF")),
        *((word, "null", None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, "string", word) for word in ("yEs", "nULL", "-", "+", "web", "1.2.3", "1x", "=", "a_1")),
        *((word, "string", word) for word in ("2026-01-31", "12:30:45", "0o8", "0b2", "0xg", "1e", "._5")),
        ("0", "integer", 0),
        ("-0", "integer", 0),
        ("+12", "integer", 12),
        ("1_000", "integer", 1000),
        ("0x1F", "integer", 31),
        ("-0X1f", "integer", -31),
        ("010", "integer", 8),
        ("0o10", "integer", 8),
        ("-010", "integer", -8),
        ("0b101", "integer", 5),
        ("08", "integer", 8),
        ("1e3", "integer", 1000),
        ("3.0", "integer", 3),
        (".5", "float", 0.5),
        ("-.5", "float", -0.5),
        ("1.", "integer", 1),
        ("1.25e-2", "float", 0.0125),
        (".5_0", "string", ".5_0"),
        (".inf", "float", math.inf),
        ("+.Inf", "float", math.inf),
        ("-.INF", "float", -math.inf),
        ("1e400", "string", "1e400"),
        # 64 bits without a sign hold an unsigned number; beyond that, and with a sign, it becomes a float.
        ("18446744073709551615", "integer", 2**64 - 1),
        ("18446744073709551616", "integer", 18446744073709552000),
        ("9223372036854775807", "integer", 2**63 - 1),
        ("+9223372036854775807", "integer", 2**63 - 1),
        ("+9223372036854775808", "integer", 9223372036854776000),
        ("-9223372036854775808", "integer", -(2**63)),
        ("-9223372036854775809", "integer", -9223372036854776000),
        ("999999999999999999999", "float", 1e21),
        ("1e20", "integer", 10**20),
        ("1e21", "float", 1e21),
        ("-1e21", "float", -1e21),
        ("1e22", "float", 1e22),
    ],
)
def test_an_unquoted_scalar(text: str, kind: Kind, value: Scalar) -> None:
    assert resolve_plain(text) == (kind, value)
    assert type(resolve_plain(text)[1]) is type(value)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    kind, value = resolve_plain(text)
    assert (kind, value != value) == ("float", True)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("true", "boolean", True),
        ("false", "boolean", False),
        ("null", "null", None),
        ("-12", "integer", -12),
        ("1.0", "float", 1.0),
        ("1e3", "float", 1000.0),
        ("1E3", "float", 1000.0),
        ("9" * 300, "integer", 10**300 - 1),
        ("9" * 5000, "float", math.inf),
    ],
)
def test_a_literal_of_json(text: str, kind: Kind, value: Scalar) -> None:
    assert resolve_json(text) == (kind, value)


@pytest.mark.parametrize(
    ("tag", "text", "kind", "value"),
    [
        ("!!int", "1_000", "integer", 1000),
        ("!!float", "1.5", "float", 1.5),
        ("!!float", "1", "integer", 1),
        ("!!bool", "on", "boolean", True),
        ("!!null", "~", "null", None),
        ("!!str", "1", "string", "1"),
        ("tag:yaml.org,2002:int", "1", "integer", 1),
        ("!mine", "1", "string", "1"),
        ("!!timestamp", "2026-01-31", "string", "2026-01-31"),
        ("!!timestamp", "2026-1-3T1:02:03.5Z", "string", "2026-1-3T1:02:03.5Z"),
        ("!!timestamp", "2026-01-31 01:02:03", "string", "2026-01-31 01:02:03"),
        ("!!binary", "aGVs\nbG8=", "string", "hello"),
    ],
)
def test_a_tagged_scalar(tag: str, text: str, kind: Kind, value: Scalar) -> None:
    assert resolve_tagged(tag, text) == (kind, value)


@pytest.mark.parametrize(
    ("tag", "text", "message"),
    [
        ("!!int", "1.5", "`1.5` is not a `!!int`"),
        ("!!int", "3.0", "`3.0` is not a `!!int`"),
        ("!!int", "web", "`web` is not a `!!int`"),
        ("!!float", "web", "`web` is not a `!!float`"),
        ("!!bool", "1", "`1` is not a `!!bool`"),
        ("!!null", "0", "`0` is not a `!!null`"),
        ("!!timestamp", "2026-02-30", "`2026-02-30` is not a `!!timestamp`"),
        ("!!timestamp", "12:30", "`12:30` is not a `!!timestamp`"),
        ("!!binary", "a", "`a` is not valid base64, as `!!binary` requires"),
    ],
)
def test_a_text_that_does_not_fit_its_tag(tag: str, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        resolve_tagged(tag, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (1.5, "1.5"),
        (3.0, "3"),
        (0.0, "0"),
        (1e-6, "0.000001"),
        (1.25e-5, "0.0000125"),
        (9.9e-7, "9.9e-7"),
        (1e-7, "1e-7"),
        (1e-10, "1e-10"),
        (1e16, "10000000000000000"),
        (1.5e20, "150000000000000000000"),
        (1e21, "1e+21"),
        (-2.5e22, "-2.5e+22"),
        (1e100, "1e+100"),
    ],
)
def test_a_number_in_json(value: float, text: str) -> None:
    assert json_literal(value) == text


@pytest.mark.parametrize("value", ["1", None])
def test_only_a_number_has_a_literal(value: Scalar) -> None:
    with pytest.raises(TypeError, match="is not a number"):
        json_literal(value)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("web", "web"),
        ("on", "true"),
        ("NO", "false"),
        ("010", "8"),
        ("1_000", "1000"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", None),
        ("null", None),
        # As Go 1.26 prints them with strconv.FormatFloat(value, 'g', -1, 32).
        ("1e5", "100000"),
        ("1e22", "1e+22"),
        ("123456.7", "123456.7"),
        ("999999.5", "999999.5"),
        ("0.0001", "0.0001"),
        ("0.00001", "1e-05"),
        ("0.1", "0.1"),
        ("1.0", "1"),
        ("0.5", "0.5"),
        ("-2.5", "-2.5"),
        ("1e-46", "0"),
        ("3.4028234e38", "3.4028235e+38"),
        ("3.40282356e38", "3.4028235e+38"),
        ("3.4028236e38", ".inf"),
        ("-1e39", "-.inf"),
        (".inf", ".inf"),
        (".nan", ".nan"),
    ],
)
def test_a_scalar_as_a_key(written: str, key: str | None) -> None:
    assert key_text(*resolve_plain(written), written) == key
