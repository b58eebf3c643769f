"""Lists taken apart as kubectl does it."""

from __future__ import annotations

import pytest

from stslint.kubernetes.verdict import check_object
from stslint.model import Document, Source
from stslint.sources.yaml.lists import RULE
from stslint.sources.yaml.recovery import read

MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}"


def documents(text: str) -> list[Document]:
    return read(Source("list.yaml", text))


def test_list_in_a_list_is_taken_apart_with_places() -> None:
    text = (
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n"
        f"  - {MAP % 'a'}\n  - {MAP % 'b'}\n- {MAP % 'c'}\n"
    )
    found = documents(text)
    assert [document.name for document in found] == ["a", "b", "c"]
    assert [document.root.at("metadata.name").span.line for document in found] == [7, 8, 9]
    assert all(document.root.parent is None for document in found)


def test_lists_nested_deeply_are_taken_apart() -> None:
    head, tail = '{"apiVersion":"v1","kind":"List","items":[', "]}"
    text = head * 200 + '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}' + tail * 200
    assert [document.name for document in documents(text)] == ["a"]


def test_item_of_a_typed_list_gets_its_kind() -> None:
    text = "apiVersion: apps/v1\nkind: StatefulSetList\nitems:\n- metadata: {name: a}\n- kind: Pod\n"
    first, second = documents(text)
    assert (first.api_version, first.kind, first.name) == ("apps/v1", "StatefulSet", "a")
    assert first.root.at("kind").span == (2, 7, 2, 18)
    assert (second.api_version, second.kind) == ("", "Pod")
    assert first.root.span == (4, 3, 4, 22)


@pytest.mark.parametrize("kind", ["ConfigMapList", "Foo", "ResourceList"])
def test_any_kind_with_objects_in_items_is_a_list(kind: str) -> None:
    assert [each.name for each in documents(f"apiVersion: a.b/v1\nkind: {kind}\nitems: [{MAP % 'a'}]\n")] == [
        "a"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "kind: List\nitems: [{kind: Pod, apiVersion: v1}]\n",
        "apiVersion: apps/v1\nkind: List\nitems: [{kind: Pod, apiVersion: v1}]\n",
        "apiVersion: v1\nkind: ConfigMap\nitems: [{key: a}]\n",
        "apiVersion: v1\nkind: Foo\nitems: [{kind: Pod, apiVersion: v1}]\n",
        "apiVersion: a.b/v1\nkind: Foo\nitems: [{key: a}, {kind: Pod}]\n",
        "apiVersion: apps/v1.2\nkind: Foo\nitems: [{kind: Pod, apiVersion: v1}]\n",
        "apiVersion: a.b/v1\nitems: [{kind: Pod, apiVersion: v1}]\n",
        "apiVersion: v1\nkind: List\nitems: a\n",
        "apiVersion: v1\nkind: List\nitems: []\n",
    ],
)
def test_other_documents_stay_whole(text: str) -> None:
    (document,) = documents(text)
    assert document.root.get("items").kind != "absent"


DUPLICATES = (
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n"
)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("  data: {a: x, a: z}\n", "z"),
        ("  data:\n    a: x\n    <<: {a: z}\n", "z"),
        ("  data:\n    <<: {a: x}\n    a: z\n", "z"),
        ("  data: {a: x}\n  data: {a: z}\n", "z"),
    ],
)
def test_key_twice_in_an_item_is_no_refusal(data: str, value: str) -> None:
    (document,) = documents(DUPLICATES + data)
    assert [(problem.rule, problem.path.split(".")[0]) for problem in document.problems] == [(RULE, "data")]
    assert document.syntax_problems == ()
    assert document.root.at("data.a").value == value
    assert check_object(document.root, "1.37").problems == ()


def test_key_twice_in_a_json_item_is_refused() -> None:
    text = (
        '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap",'
        '"metadata":{"name":"a"},"data":{"a":"x","a":"y"}}]}'
    )
    (document,) = documents(text)
    assert [problem.rule for problem in check_object(document.root, "1.37").problems] == ["duplicate-key"]


@pytest.mark.parametrize("first", [f"[{MAP % 'a'}]", ""])
def test_items_twice_means_the_last(first: str) -> None:
    text = f"apiVersion: v1\nkind: List\nitems: {first}\nitems: [{MAP % 'b'}]\n"
    assert [document.name for document in documents(text)] == ["b"]


def test_an_item_that_names_its_kind_or_is_no_mapping_gets_none() -> None:
    text = "apiVersion: apps/v1\nkind: StatefulSetList\nitems: [{apiVersion: v1, metadata: {name: a}}, b]\n"
    first, second = documents(text)
    assert (first.api_version, first.kind) == ("v1", "")
    assert second.root.value == "b"


def test_an_item_of_a_plain_list_gets_no_kind() -> None:
    (document,) = documents("apiVersion: v1\nkind: List\nitems: [{metadata: {name: a}}]\n")
    assert (document.api_version, document.kind, document.name) == ("", "", "a")


@pytest.mark.parametrize("items", ["a", "{a: b}", ""])
def test_a_list_in_a_list_that_has_no_items_is_an_object(items: str) -> None:
    text = f"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: {items}\n"
    (document,) = documents(text)
    assert (document.kind, document.root.key) == ("List", None)
    assert document.root.get("items").kind != "sequence"


def test_aliases_of_an_item_are_that_object_once_more() -> None:
    text = f"apiVersion: v1\nkind: List\nitems:\n- &a {MAP % 'a'}\n- *a\n- {MAP % 'a'}\n- *a\n"
    assert [each.root.span.line for each in documents(text)] == [4, 6]


def test_aliases_of_a_list_are_its_objects_once_more() -> None:
    inner = f"&a {{apiVersion: v1, kind: List, items: [{MAP % 'a'}, {MAP % 'b'}]}}"
    text = f"apiVersion: v1\nkind: List\nitems:\n- {inner}\n- *a\n- {MAP % 'c'}\n"
    assert [each.name for each in documents(text)] == ["a", "b", "c"]
