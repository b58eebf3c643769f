"""What the text of an expression shows."""

from __future__ import annotations

import pytest

from stslint.policies import expression_text


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ("object.spec.replicas <= 5", ("spec", "replicas")),
        ("has(object.spec.ordinals) && object.spec.ordinals.start > 0", ("spec", "ordinals", "start")),
        ("object.?spec.?replicas.orValue(1) > 0", ("spec", "replicas")),
        ("object.metadata.labels['a.b/c'] == 'object.spec'", ("metadata", "labels", "a.b/c")),
        (
            "object.spec.template.spec.containers[0].image != ''",
            ("spec", "template", "spec", "containers", 0, "image"),
        ),
        ("object.spec.x.startsWith('a') // object.spec.y", ("spec", "x")),
        ("object.spec.x == object.spec.y", None),
        ("oldObject.spec.x == variables.object", None),
    ],
)
def test_the_only_path(expression: str, path: expression_text.Path | None) -> None:
    assert expression_text.only_path(expression_text.paths_from("object", expression)) == path


def test_variables_come_after_what_they_need() -> None:
    texts = {"a": "1", "b": "variables.a", "c": "variables.b + variables.a", "d": "2"}
    assert expression_text.closure("variables.c > 1 && 'variables.d' != ''", texts) == ["a", "b", "c"]


def test_variables_in_a_circle_come_to_an_end() -> None:
    assert expression_text.closure("variables.a", {"a": "variables.b", "b": "variables.a"}) == ["b", "a"]


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("object.a.all(x, x.y == ')')", ("object.a", "x", " x.y == ')'")),
        (" variables.a .all( x, f(x, [1]) ) ", ("variables.a", "x", " f(x, [1]) ")),
        ("object.a.all(x, x) && true", None),
        ("object.a.exists(x, x)", None),
    ],
)
def test_one_thing_of_every_element(expression: str, parts: tuple[str, str, str] | None) -> None:
    found = expression_text.for_all(expression)
    assert (found and tuple(found)) == parts


@pytest.mark.parametrize(
    ("expression", "left_out"),
    [
        (r"r'\' + object.a + 'b'", ["r'\\'", "'b'"]),
        (r"'''it\'''s''' + a", [r"'''it\'''s'''"]),
        (r"'a\'b' + c", [r"'a\'b'"]),
        ("'a\n+ b // 'c'\n+ d", ["'a", "// 'c'"]),
        ('a + """b + c', ['"""b + c']),
    ],
)
def test_strings_and_comments_are_left_out(expression: str, left_out: list[str]) -> None:
    plain = expression
    for each in left_out:
        plain = plain.replace(each, " " * len(each), 1)
    assert expression_text.code(expression) == plain


LONG = 100_000


@pytest.mark.parametrize(
    "text",
    ['\\"' * LONG, '"""\\' * LONG, "object. " + " " * LONG, "object['" * LONG, "object [ " + "\n" * LONG],
    ids=["quotes", "triple quotes", "spaces", "brackets", "lines"],
)
def test_a_long_text_is_read_once(text: str) -> None:
    assert len(expression_text.code(text)) == len(text)
    assert not any(expression_text.paths_from("object", text))
    assert expression_text.for_all(text) is None


def test_a_field_can_have_the_name_of_the_root() -> None:
    found = expression_text.paths_from("object", "object" + " . object" * LONG)
    assert [set(path) for path in found] == [{"object"}]


def test_an_index_that_no_list_has_ends_a_path() -> None:
    assert expression_text.paths_from("object", f"object.a[{'0' * 5000}].b") == (("a",),)


def test_a_variable_that_many_need_is_read_once() -> None:
    texts = {"v0": "1", "v1": "variables.v0"} | {
        f"v{each}": f"variables.v{each - 1} + variables.v{each - 2}" for each in range(2, 3000)
    }
    assert expression_text.closure("variables.v2999", texts) == list(texts)
