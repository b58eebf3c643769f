"""JSON as Go's decoder reads it: values, places, and what is left to the YAML parser."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Node, Source
from stslint.sources.yaml.document_splitter import Chunk, split_documents
from stslint.sources.yaml.event_tree import tree_of
from stslint.sources.yaml.json_parser import json_values, tree_of_json
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.recovery import read
from stslint.sources.yaml.syntax_error import YamlError
from tests.support.work import calls_of


def tree(text: str) -> Node:
    root = tree_of_json(text, 1, 1).root
    assert root is not None
    return root


def shown(node: Node | None) -> list[tuple[object, ...]]:
    if node is None:
        return []
    return [
        (each.path, each.kind, each.text, each.style, each.flow, each.span, each.key_span)
        for each in node.walk()
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\ud800"', "\ufffd"),
        (r'"\ude00\ud83d"', "\ufffd\ufffd"),
        (r'"\ud83dA"', "\ufffdA"),
        (r'"\u00e9\/\b\f\n\r\t\"\\"', 'é/\b\f\n\r\t"\\'),
        ('"\x7f\u2028\ufeff\x85"', "\x7f\u2028\ufeff\x85"),
        ("-0", 0),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
    ],
)
def test_value_is_what_go_reads(written: str, value: object) -> None:
    assert tree('{"a": ' + written + "}").at("a").value == value


def test_line_break_before_a_colon_and_long_keys_are_read() -> None:
    key = "k" * 2000
    root = tree('{"a"\n:\r\n1,"' + key + '":[]}')
    assert root.at("a").value == 1
    assert root.at("a").span == (3, 1, 3, 2)
    assert root.get(key).kind == "sequence"


@pytest.mark.parametrize(
    "text",
    [
        *(
            '{"a":NaN}',
            '{"a":Infinity}',
            '{"a":01}',
            '{"a":.5}',
            '{"a":1.}',
            '{"a":+1}',
            "{'a':1}",
            '{"a":1,}',
        ),
        *('{"a":"\t"}', '{"a":"\\x"}', '{"a":"\\u12"}', '{"a"}', '{"a":1}}', '\xa0{"a":1}', '\x0b{"a":1}'),
        *('\x1c{"a":1}', '{"a":1}\xa0', '{"a":\x0c1}', "[1]", '"a"', "", " ", '{"a":1} x', '{"a":tru}'),
    ],
)
def test_text_that_go_does_not_read_as_json_is_left_to_yaml(text: str) -> None:
    assert json_values(text) == []
    assert not any(chunk.is_json for chunk in split_documents(text))


def test_values_in_a_row_have_their_places() -> None:
    text = ' {"a":1}{"b":\n2} \r\n {"c":3} 4'
    chunks = split_documents(text)
    assert [(chunk.text, chunk.first_line, chunk.indent) for chunk in chunks] == [
        ('{"a":1}', 1, 1),
        ('{"b":\n2}', 1, 8),
        ('{"c":3}', 3, 1),
        ("4", 3, 9),
    ]
    documents = parse(Source("a.json", text))
    assert documents[1].root.at("b").span == (2, 1, 2, 2)
    assert documents[1].root.at("b").key_span == (1, 10, 1, 13)
    assert documents[2].root.at("c").span == (3, 7, 3, 8)


def test_duplicate_keys_are_told_and_the_first_one_stays() -> None:
    root = tree('{"a":1,"a":2,"b":{"c":1,"c":1},"a":3}')
    assert root.at("a").value == 1
    assert [each.value for each in root.duplicates] == [2, 3]
    assert len(root.at("b").duplicates) == 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text('ab -_:#é{[\\"\n', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES), st.sampled_from((None, 0, 2)))
def test_tree_is_the_one_that_libyaml_makes(value: dict[str, object], indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    assert shown(tree(text)) == shown(tree_of(Chunk(text, 1), 1, 1).root)


@given(st.text('{}[]:,"\\1etrufalsn \n', max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(YamlError):
            tree_of_json(text, 1, 1)
    else:
        root = tree_of_json(text, 1, 1).root
        assert (root is None) == (expected is None)


def test_deep_nesting_is_refused_without_recursion() -> None:
    text = '{"a":' + "[" * 200_000 + "]" * 200_000 + "}"
    with pytest.raises(YamlError, match="nested deeper"):
        tree_of_json(text, 1, 1)
    (document,) = read(Source("a.json", text))
    assert document.problems


def test_500_levels_are_read() -> None:
    assert tree('{"a":' + "[" * 499 + "]" * 499 + "}").kind == "mapping"
    with pytest.raises(YamlError, match="nested deeper than 500 levels") as caught:
        tree('{"a":' + "[" * 500 + "]" * 500 + "}")
    assert caught.value.span == (1, 505, 1, 506)


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ('{"a":\n 01}', "`1` is not valid JSON here", (2, 3, 2, 4)),
        ('{"a":1,}', "`}` is not valid JSON here", (1, 8, 1, 9)),
        ('{"a" 1}', "`1` is not valid JSON here", (1, 6, 1, 7)),
        ('{"a":[1:2]}', "`:` is not valid JSON here", (1, 8, 1, 9)),
        ('{"a":1]', "`]` is not valid JSON here", (1, 7, 1, 8)),
        ('{"a":1} x', "` ` is not valid JSON here", (1, 8, 1, 9)),
        ('{"a":1,', "the JSON value is not closed", (1, 8, 1, 9)),
        ('{"a":1,\n', "the JSON value is not closed", (2, 1, 2, 2)),
    ],
)
def test_the_place_of_a_mistake_is_one_column_wide(text: str, message: str, span: tuple[int, ...]) -> None:
    with pytest.raises(YamlError) as caught:
        tree_of_json(text, 1, 1)
    assert (caught.value.message, caught.value.span) == (message, span)


def test_a_bracket_without_its_end_is_named_with_its_own_place() -> None:
    with pytest.raises(YamlError) as caught:
        tree_of_json('{"a":[1', 5, 3, 2)
    assert caught.value.span == (5, 12, 5, 13)


@pytest.mark.parametrize("piece", ['{"a":1}', '{"k":"' + "\\n" * 500 + '"}', '{"a":1,"a":2}\n'])
def test_work_grows_with_the_length(piece: str) -> None:
    def calls(text: str) -> int:
        return calls_of(lambda: read(Source("a.json", text)))

    calls(piece)
    assert calls(piece * 400) <= 11 * calls(piece * 40)
