"""Places in the units of editors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.lsp.positions import Encoding, Lines
from stslint.model import Span

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXT = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)


def test_columns_are_counted_in_the_editors_units() -> None:
    text = "a: é𝄞x\r\nb: 1\n"
    ends = {"utf-8": 9, "utf-16": 6, "utf-32": 5}
    for encoding in ENCODINGS:
        found = Lines(text, encoding).range_of(Span(1, 4, 1, 6))
        assert found["start"] == {"line": 0, "character": 3}
        assert found["end"] == {"line": 0, "character": ends[encoding]}


@given(st.lists(TEXT, min_size=1, max_size=4), st.sampled_from(ENCODINGS), st.data())
def test_a_position_is_what_python_encodes_and_comes_back(
    lines: list[str], encoding: Encoding, data: st.DataObject
) -> None:
    known = Lines("\n".join(lines), encoding)
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    position = known.position_of(line, column)
    codec, width = CODECS[encoding]
    assert position["line"] == line - 1
    assert position["character"] * width == len(lines[line - 1][: column - 1].encode(codec))
    assert known.place_of(position) == (line, column)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_places_outside_of_the_text_are_moved_into_it(encoding: Encoding) -> None:
    lines = Lines("ab\nc", encoding)
    assert lines.position_of(9, 9) == {"line": 1, "character": 1}
    assert lines.position_of(1, 99) == {"line": 0, "character": 2}
    assert lines.place_of({"line": 7, "character": 3}) == (8, 1)
    assert lines.place_of({"line": 0, "character": 99}) == (1, 3)


def test_a_position_inside_of_a_character_is_its_beginning() -> None:
    assert Lines("𝄞x", "utf-16").place_of({"line": 0, "character": 1}) == (1, 1)
