from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.sources.files.decoding import Undecodable, decode


def test_line_ends_are_kept() -> None:
    assert decode(b"a: 1\r\nb: 2\r\n") == "a: 1\r\nb: 2\r\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(encoding: str) -> None:
    assert decode("name: wéb\n".encode(encoding)) == "name: wéb\n"


def test_big_endian_utf_16() -> None:
    assert decode(b"\xfe\xff" + "kind: Service\n".encode("utf-16-be")) == "kind: Service\n"


@given(st.text(alphabet=st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text


def test_an_invalid_byte_is_placed_in_characters() -> None:
    found = decode("# héllo\r\nname: caf".encode() + b"\xe9\n")
    assert found == Undecodable("line 2, column 10: byte 0xe9 is not valid UTF-8; save the file as UTF-8")


def test_binary_content_is_told_from_a_damaged_text() -> None:
    found = decode(b"\x7fELF\x01\0\0\0payload")
    assert isinstance(found, Undecodable)
    assert found.binary


def test_utf_16_without_a_mark_is_named() -> None:
    found = decode("kind: Service\n".encode("utf-16-le"))
    assert isinstance(found, Undecodable)
    assert "UTF-16" in found.reason
    assert not found.binary


def test_half_a_character_of_utf_16_is_an_error_with_a_place() -> None:
    found = decode(b"\xff\xfea\0\n\0b")
    assert found == Undecodable("line 2, column 1: not valid UTF-16; save the file as UTF-8")
