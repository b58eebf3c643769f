"""Where a control character is: characters are counted, also after those that take several bytes."""

from __future__ import annotations

import sys

import pytest

from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.event_tree import tree_of
from stslint.sources.yaml.probe import first_error
from stslint.sources.yaml.syntax_error import YamlError


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b\x07\n", (1, 5)),
        ("# 데이터베이스\na: 1\nb: é😀\x07\n", (3, 6)),
        ("\ufeff# é\na: \x00\n", (2, 4)),
        ("# " + "é" * 5000 + "\na: \x7fb\nc: 1\n", (2, 4)),
        ("a: {image: nginx:1.27, b: é}\n" + "# c\n" * 3000 + "d: \x07\n", (3002, 4)),
    ],
)
@pytest.mark.parametrize("by_python", [False, True])
def test_the_place_of_a_control_character(
    text: str, place: tuple[int, int], by_python: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_python:
        monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)
        monkeypatch.setitem(sys.modules, "ruamel.yaml.cyaml", None)
    with pytest.raises(YamlError) as caught:
        tree_of(Chunk(text, 1), 1, 1)
    assert caught.value.span[:2] == place
    error = first_error(Chunk(text, 1), 1, 1)
    assert error is not None
    assert error.span[:2] == place
