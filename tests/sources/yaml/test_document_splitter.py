"""Where kubectl cuts a text, and what it leaves at the head of a document."""

from __future__ import annotations

import pytest

from stslint.kubernetes.verdict import check_object
from stslint.model import Source
from stslint.sources.yaml.document_splitter import split_documents
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.recovery import read
from stslint.sources.yaml.syntax_error import YamlError

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def is_refused(text: str) -> bool:
    return any(each.problems or check_object(each.root, "1.37").problems for each in read(Source("a", text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"---\n\ufeff{MAP}", True),
        (f"--- # a\n\ufeff{MAP}", True),
        (f"\ufeff{MAP}", False),
        (f"{MAP}---\n\ufeff{MAP}", False),
        (f"{MAP}\ufeff", True),
        (f"{MAP}\ufeff\n", True),
        (f"{MAP}\ufeffdata: {{}}\n", True),
        (f"{MAP}data: {{a: |\n \ufeffb}}\n", True),
        (f'{MAP}data:\n  a: "b\n\ufeffc"\n', False),
        (f"---#a\n{MAP}", True),
        (f"{MAP}---#a\n{MAP}", False),
        (f"---\n---#a\n{MAP}", False),
        (f"---\x1c\n{MAP}", True),
        (f"---\xa0\n{MAP}", True),
        (f"{MAP}---\xa0\n{MAP}", False),
    ],
)
def test_marks_and_comments_at_a_separator_are_read_as_kubectl_does(text: str, expected: bool) -> None:
    assert is_refused(text) is expected


def test_head_that_matters_keeps_its_line() -> None:
    (chunk,) = split_documents(f"---\n\ufeff{MAP}")
    assert (chunk.first_line, chunk.text[:3]) == (1, "---")
    (chunk,) = split_documents(f"---\n{MAP}")
    assert (chunk.first_line, chunk.text) == (2, MAP)


@pytest.mark.parametrize("key", [".nan", ".inf", "-.inf", ".NaN"])
def test_number_that_json_has_not_is_text_as_a_key(key: str) -> None:
    (document,) = read(Source("a", f"a:\n  {key}: b\n"))
    assert document.problems == ()
    assert list(document.root.at("a").entries()) == [key.lower()]
    (document,) = read(Source("a", f"a: {key}\n"))
    assert document.problems != ()


def test_values_of_json_on_one_line_have_their_columns() -> None:
    chunks = split_documents('{"a":1} {"b":\n2}  {"c":3}{"d":4}')
    assert [(chunk.first_line, chunk.indent) for chunk in chunks] == [(1, 0), (1, 8), (2, 4), (2, 11)]


@pytest.mark.parametrize(("text", "line"), [("...\na: 1\n", 1), ("# a\n\n...\na: 1\n", 3)])
def test_the_end_of_a_document_that_has_not_started_has_its_place(text: str, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        parse(Source("a.yaml", text))
    assert caught.value.span == (line, 1, line, 4)
