"""The changes that an editor reports, in its units."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from lsprotocol.types import PositionEncodingKind
from pygls.workspace import PositionCodec

from stslint.lsp.positions import PositionMapper
from stslint.lsp.text_changes import apply_changes

ENCODINGS = (PositionEncodingKind.Utf8, PositionEncodingKind.Utf16, PositionEncodingKind.Utf32)
TEXT = st.text(st.sampled_from("aé𝄞\n\r\u2028"), max_size=12).filter(lambda text: "\r\n" not in text)


def whole(text: str) -> lsp.TextDocumentContentChangeWholeDocument:
    return lsp.TextDocumentContentChangeWholeDocument(text)


def partial(start: tuple[int, int], end: tuple[int, int], text: str) -> lsp.TextDocumentContentChangePartial:
    return lsp.TextDocumentContentChangePartial(lsp.Range(lsp.Position(*start), lsp.Position(*end)), text)


def test_apply_changes_with_whole_text_replaces_text() -> None:
    assert apply_changes("a: 1\n", [whole("b: 2\n")], PositionCodec()) == "b: 2\n"


@pytest.mark.parametrize(
    ("encoding", "start", "end"),
    [
        (PositionEncodingKind.Utf8, 9, 10),
        (PositionEncodingKind.Utf16, 6, 7),
        (PositionEncodingKind.Utf32, 5, 6),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_apply_changes_with_range_after_wide_characters_changes_range(
    encoding: PositionEncodingKind, start: int, end: int, line_end: str
) -> None:
    text = line_end.join(("one: 1", "a: é𝄞x", "b: 2", ""))
    changed = apply_changes(text, [partial((1, start), (1, end), "yz")], PositionCodec(encoding))
    assert changed == line_end.join(("one: 1", "a: é𝄞yz", "b: 2", ""))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_apply_changes_with_range_over_line_end_joins_lines(line_end: str) -> None:
    text = line_end.join(("a: 1", "b: 2", "c: 3"))
    assert apply_changes(text, [partial((0, 4), (2, 0), "; ")], PositionCodec()) == "a: 1; c: 3"


def test_apply_changes_with_several_ranges_applies_each_to_result_of_previous() -> None:
    changes = [partial((0, 0), (0, 0), "x\n"), partial((1, 0), (1, 1), "b"), partial((0, 0), (1, 0), "")]
    assert apply_changes("a: 1", changes, PositionCodec()) == "b: 1"
    assert apply_changes("a", [whole("bc"), partial((0, 1), (0, 2), "d")], PositionCodec()) == "bd"


def test_apply_changes_with_range_outside_of_text_appends() -> None:
    assert apply_changes("a: 1\n", [partial((9, 9), (9, 9), "b: 2\n")], PositionCodec()) == "a: 1\nb: 2\n"
    assert apply_changes("", [partial((0, 0), (0, 0), "a")], PositionCodec()) == "a"


@given(TEXT, TEXT, st.sampled_from(ENCODINGS), st.data())
def test_apply_changes_with_any_range_equals_replacing_offsets(
    text: str, new: str, encoding: PositionEncodingKind, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    codec = PositionCodec(encoding)
    change = lsp.TextDocumentContentChangePartial(PositionMapper(text, codec).range_at(start, end), new)
    assert apply_changes(text, [change], codec) == text[:start] + new + text[end:]
