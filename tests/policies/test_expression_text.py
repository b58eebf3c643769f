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
