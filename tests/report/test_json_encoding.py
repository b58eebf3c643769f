"""The JSON that is written is what Python's own module writes, but for what could control a terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.report.json_encoding import MOST_INDENTED, as_json

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text())
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(VALUES, st.booleans())
def test_data_is_written_so_that_it_is_read_back(value: object, strict: bool) -> None:
    assert json.loads(as_json(value, strict=strict)) == value


@pytest.mark.parametrize(
    "value",
    [{}, [], {"a": {}}, [[]], [1, -2.5, 1e300, True, None], {"a": [{"b": '\t\\"\x00/é数'}], "c": "x" * 2000}],
    ids=str,
)
def test_lines_and_indentations_are_those_of_python(value: object) -> None:
    assert as_json(value) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(("strict", "written"), [(False, r'"\u009b\udcff"'), (True, r'"\u009b\\udcff"')])
def test_what_controls_a_terminal_or_is_half_a_character_is_escaped(strict: bool, written: str) -> None:
    assert as_json("\x9b\udcff", strict=strict) == f"{written}\n"


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("element", [{"a": ["é\x7f\u2028😀", 1.5, None]}, "\ud800", {"\udfff": 1}])
def test_each_element_of_a_long_list_is_on_its_own_line(element: object, strict: bool) -> None:
    short, long = ([element] * number for number in (MOST_INDENTED, MOST_INDENTED + 1))
    written = as_json({"found": long}, strict=strict)
    of_short = json.loads(as_json({"found": short}, strict=strict))
    assert json.loads(written)["found"] == of_short["found"] + of_short["found"][:1]
    assert not any(character in written for character in "\x7f\u2028\ud800\udfff")
    if strict or element == {"a": ["é\x7f\u2028😀", 1.5, None]}:
        written.encode()
