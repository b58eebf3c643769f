"""Places of a text as positions of an editor, in the units that it counts."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind, Range
from pygls.workspace import PositionCodec

from stslint.lsp.positions import PositionMapper, contains, overlaps
from stslint.model import Span

ENCODINGS = (PositionEncodingKind.Utf8, PositionEncodingKind.Utf16, PositionEncodingKind.Utf32)
PYTHON_CODECS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
TEXT = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)


def mapper_of(text: str, encoding: PositionEncodingKind = PositionEncodingKind.Utf16) -> PositionMapper:
    return PositionMapper(text, PositionCodec(encoding))


@pytest.mark.parametrize(
    ("encoding", "end"),
    [(PositionEncodingKind.Utf8, 9), (PositionEncodingKind.Utf16, 6), (PositionEncodingKind.Utf32, 5)],
)
def test_range_of_span_with_wide_characters_counts_units(encoding: PositionEncodingKind, end: int) -> None:
    mapper = mapper_of("a: é𝄞x\r\nb: 1\n", encoding)
    assert mapper.range_of(Span(1, 4, 1, 6)) == Range(Position(0, 3), Position(0, end))
    assert mapper.range_at(3, 5) == Range(Position(0, 3), Position(0, end))


@given(
    st.lists(TEXT, min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(ENCODINGS),
    st.data(),
)
def test_position_of_place_is_python_encoding_and_converts_back(
    lines: list[str], line_end: str, encoding: PositionEncodingKind, data: st.DataObject
) -> None:
    text = line_end.join(lines)
    mapper = mapper_of(text, encoding)
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    position = mapper.position_of(line, column)
    codec, width = PYTHON_CODECS[encoding]
    assert position.line == line - 1
    assert position.character * width == len(lines[line - 1][: column - 1].encode(codec))
    assert mapper.place_of(position) == (line, column)
    offset = mapper.offset_of(position)
    assert offset == len(line_end.join((*lines[: line - 1], lines[line - 1][: column - 1])))
    assert mapper.range_at(offset, offset) == Range(position, position)


@pytest.mark.parametrize("text", ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "a\rb\nc"])
def test_mapper_counts_lines_at_every_line_end_of_protocol(text: str) -> None:
    mapper = mapper_of(text)
    assert [mapper.line(number) for number in range(5)] == ["", "a", "b", "c", ""]
    assert mapper.offset_of(Position(2, 0)) == text.index("c")


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\f", "\v"])
def test_mapper_does_not_break_lines_at_other_separators(separator: str) -> None:
    mapper = mapper_of(f"a{separator}b\nc")
    assert mapper.place_of(Position(1, 0)) == (2, 1)
    assert mapper.offset_of(Position(0, 3)) == 3


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_place_outside_of_text_moves_into_text(encoding: PositionEncodingKind) -> None:
    mapper = mapper_of("é𝄞\nc", encoding)
    assert mapper.position_of(9, 9) == Position(1, 1)
    assert mapper.position_of(1, 99) == mapper.position_of(1, 3)
    assert mapper.position_of(0, 0) == Position(0, 0)
    assert mapper.place_of(Position(7, 3)) == (2, 2)
    assert mapper.place_of(Position(0, 99)) == (1, 3)
    assert mapper.offset_of(Position(7, 3)) == 4


def test_place_of_position_inside_surrogate_pair_is_next_to_character() -> None:
    assert mapper_of("𝄞x").place_of(Position(0, 1)) in ((1, 1), (1, 2))


def test_place_of_position_does_not_change_position() -> None:
    position = Position(0, 99)
    mapper_of("ab").place_of(position)
    assert position == Position(0, 99)


def test_overlaps_with_shared_end_returns_true() -> None:
    span = Span(2, 3, 2, 5)
    assert overlaps(span, (2, 5), (2, 9))
    assert overlaps(span, (1, 1), (2, 3))
    assert not overlaps(span, (2, 6), (3, 1))


def test_contains_excludes_end_except_of_empty_span() -> None:
    assert contains(Span(2, 3, 2, 5), (2, 4))
    assert not contains(Span(2, 3, 2, 5), (2, 5))
    assert contains(Span(2, 3, 2, 3), (2, 3))
