"""One key more, one key less, and nothing else."""

from __future__ import annotations

import pytest

from stslint.kubernetes.values.edits import (
    element_removal,
    insertion,
    is_same_value,
    removal,
    renaming,
    repeat_removal,
)
from stslint.model import Edit, Span
from tests.support.manifests import object_of


def made(text: str, edit: Edit | None) -> str:
    assert edit is not None
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    start, end = (
        starts[line - 1] + column - 1
        for line, column in ((edit.span.line, edit.span.column), (edit.span.end_line, edit.span.end_column))
    )
    return text[:start] + edit.text + text[end:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spec:\n  a: 1 # why\n", "spec:\n  b: 2\n  a: 1 # why\n"),
        ("spec: {a: 1}\n", "spec: {b: 2, a: 1}\n"),
        ("spec:\n  x: 0\n  a:\n    c: 1\n", "spec:\n  x: 0\n  b: 2\n  a:\n    c: 1\n"),
    ],
)
def test_a_key_is_written_before_another(text: str, expected: str) -> None:
    assert made(text, insertion(object_of(text).at("spec.a"), "b: 2")) == expected


def test_in_a_list_the_dash_stays_first() -> None:
    text = "ports:\n- port: 80\n  x: 1\n"
    expected = "ports:\n- name: web\n  port: 80\n  x: 1\n"
    assert made(text, insertion(object_of(text).at("ports[0].port"), "name: web")) == expected


def test_nothing_is_written_before_what_is_absent() -> None:
    assert insertion(object_of("spec: {}\n").at("spec.a"), "b: 2") is None


def test_a_line_is_removed() -> None:
    text = "spec:\n  a: 1\n  b: 2 # gone with it\n  c: 3\n"
    assert made(text, removal(object_of(text).at("spec.b"))) == "spec:\n  a: 1\n  c: 3\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("spec: {a: 1, b: 2}\n", "spec.a"),
        ("spec:\n  a: 1\n", "spec.a"),
        ("spec:\n  a:\n    x: 1\n  b: 2\n", "spec.a"),
        ("list:\n- a: 1\n  b: 2\n", "list[0].a"),
        ("spec:\n  a: |\n    x\n    y\n  b: 2\n", "spec.a"),
        ("spec:\n  b: 2\n", "spec.a"),
    ],
)
def test_where_a_line_is_not_enough_nothing_is_offered(text: str, path: str) -> None:
    assert removal(object_of(text).at(path)) is None


def test_an_element_is_removed() -> None:
    text = "list:\n- name: a\n  more:\n    x: 1\n- name: b\n"
    root = object_of(text)
    assert made(text, element_removal(root.at("list[0]"))) == "list:\n- name: b\n"
    assert made(text, element_removal(root.at("list[1]"))) == "list:\n- name: a\n  more:\n    x: 1\n"


@pytest.mark.parametrize(
    ("value", "rest"),
    [
        ("|\n    x\n    y\n", "- name: b\n"),
        (">-\n    x\n\n    y\n", "- name: b\n"),
        ("|\n    x\n", "- name: b\n- name: c\n"),
        ('"x\n    y"\n', "- name: b\n"),
    ],
)
def test_an_element_is_removed_up_to_its_last_line(value: str, rest: str) -> None:
    text = f"list:\n- name: a\n  more: {value}{rest}"
    assert made(text, element_removal(object_of(text).at("list[0]"))) == f"list:\n{rest}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spec: {a: 1, a: 1}\n", "spec: {a: 1}\n"),
        ("spec: {a: 1, b: 2, a: 1}\n", "spec: {a: 1, b: 2}\n"),
        ("spec: {a: 1, b: 2, a: 1, c: 3}\n", "spec: {a: 1, b: 2, c: 3}\n"),
        ("spec: {a: 1, b: null, a: 1}\n", "spec: {a: 1, b: null}\n"),
        ("spec: {a: 1, b, a: 1}\n", "spec: {a: 1, b}\n"),
        ("spec: {c: 3, a: [1, 2], b: {x: y}, a: [1, 2]}\n", "spec: {c: 3, a: [1, 2], b: {x: y}}\n"),
        ("spec:\n  a: 1\n  b: 2\n  a: 1\n  c: 3\n", "spec:\n  a: 1\n  b: 2\n  c: 3\n"),
        ("spec:\n  a:\n    x: 1\n  a:\n    x: 1\n  c: 3\n", "spec:\n  a:\n    x: 1\n  c: 3\n"),
        ("spec:\n  a: |\n    x\n  a: |\n    x\n  c: 3\n", "spec:\n  a: |\n    x\n  c: 3\n"),
    ],
)
def test_a_repeated_key_is_removed_and_nothing_else(text: str, expected: str) -> None:
    (second,) = object_of(text).get("spec").duplicates
    assert made(text, repeat_removal(second)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{a: 1}\n", "{b: 1}\n"), ('{"a": 1}\n', '{"b": 1}\n'), ("a: {x: 1}\n", "b: {x: 1}\n")],
)
def test_a_key_is_renamed_in_its_quotes(text: str, expected: str) -> None:
    assert made(text, renaming(object_of(text).get("a"), "b")) == expected
    assert renaming(object_of(text).get("absent"), "b") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("{x: 1, y: [a, b]}", "{y: [a, b], x: 1}", True),
        ("{x: 1}", "{x: 1, y: 2}", False),
        ("[a, b]", "[b, a]", False),
        ("[a]", "[a, b]", False),
        ("1", "'1'", False),
        ("{x: 1, x: 1}", "{x: 1}", False),
    ],
)
def test_values_are_the_same_in_any_order_of_keys(one: str, other: str, same: bool) -> None:
    root = object_of(f"one: {one}\nother: {other}\n")
    assert is_same_value(root.get("one"), root.get("other")) is same


@pytest.mark.parametrize("text", ["list:\n- name: a\n", "list: [{name: a}, {name: b}]\n"])
def test_the_only_element_and_a_flow_list_stay(text: str) -> None:
    assert element_removal(object_of(text).at("list[0]")) is None


def test_the_edit_of_a_line_ends_at_the_next() -> None:
    edit = removal(object_of("spec:\n  a: 1\n  b: 2\n").at("spec.a"))
    assert edit == Edit(Span(2, 1, 3, 1), "")
