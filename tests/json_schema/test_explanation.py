"""What people are told of a file that does not fit its schema."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.json_schema.explanation import explain_with_schema

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "not": {"required": ["size", "sizes"]},
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "size": {"type": "integer", "minimum": 1, "maximum": 9},
        "sizes": {"type": "array", "items": {"type": ["integer", "null"]}, "minItems": 1},
        "level": {"enum": ["error", "warning", "info"]},
        "version": {"type": ["string", "number"], "pattern": r"^1\.\d+$", "examples": ["1.30"]},
        "code": {"type": "string", "pattern": "^x"},
        "fixed": {"const": 1},
        "either": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]},
        "multiple": {"multipleOf": 2},
        "on": {"type": "boolean"},
        "none": {"not": {"type": "string"}},
    },
}


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        ([], (), "the top level must be a mapping, not a list"),
        ({}, (), "the top level has no `name`"),
        ({"name": ""}, ("name",), "`name` must not be empty"),
        ({"name": None}, ("name",), "`name` must be a string, not empty"),
        ({"name": True}, ("name",), "`name` must be a string, not true"),
        ({"nam": "a", "name": "a"}, ("nam",), "unknown key `nam`: did you mean `name`?"),
        ({"other": "a", "name": "a"}, ("other",), "unknown key `other`"),
        ({"name": "a", "size": "1"}, ("size",), "`size` must be a whole number, not the string `1`"),
        ({"name": "a", "size": 0}, ("size",), "`size` must be at least 1, not 0"),
        ({"name": "a", "size": 10}, ("size",), "`size` must be at most 9, not 10"),
        ({"name": "a", "sizes": []}, ("sizes",), "`sizes` must not be empty"),
        (
            {"name": "a", "sizes": [1, 1.5]},
            ("sizes", 1),
            "entry 2 of `sizes` must be a whole number, not the number `1.5`",
        ),
        (
            {"name": "a", "level": "eror"},
            ("level",),
            "`level` must be `error`, `warning` or `info`, not the string `eror`: did you mean `error`?",
        ),
        (
            {"name": "a", "level": 1},
            ("level",),
            "`level` must be `error`, `warning` or `info`, not the number `1`",
        ),
        (
            {"name": "a", "version": "x"},
            ("version",),
            "`version` must have a form such as `1.30`, not the string `x`",
        ),
        ({"name": "a", "version": []}, ("version",), "`version` must be a string or a number, not a list"),
        ({"name": "a", "code": "y"}, ("code",), "`code` must match `^x`, not the string `y`"),
        ({"name": "a", "fixed": 2}, ("fixed",), "`fixed` must be `1`, not the number `2`"),
        ({"name": "a", "either": {}}, ("either",), "`either` has no `a`"),
        ({"name": "a", "multiple": 3}, ("multiple",), "`multiple` is not valid: 3 is not a multiple of 2"),
        ({"name": "a", "on": {}}, ("on",), "`on` must be true or false, not a mapping"),
        (
            {"name": "a", "size": 1, "sizes": [1]},
            (),
            "the top level cannot combine `size` and `sizes`: remove all but one",
        ),
    ],
)
def test_a_mistake_is_explained(data: object, path: tuple[str | int, ...], message: str) -> None:
    assert explain_with_schema(data, SCHEMA) == [(path, message)]


def test_what_fits_has_no_mistakes() -> None:
    assert explain_with_schema({"name": "a", "sizes": [1, None], "level": "info"}, SCHEMA) == []


def test_every_mistake_is_explained_in_the_order_of_the_paths() -> None:
    found = explain_with_schema({"size": "x", "on": "y"}, SCHEMA)
    assert [each.path for each in found] == [(), ("on",), ("size",)]


def test_an_entry_of_a_list_at_the_top_is_named_by_its_place() -> None:
    schema = {"items": {"type": "string"}}
    assert explain_with_schema([1], schema) == [((0,), "entry 1 must be a string, not the number `1`")]


def test_an_unusual_condition_is_explained_in_jsonschema_s_words() -> None:
    (found,) = explain_with_schema({"name": "a", "none": "x"}, SCHEMA)
    assert found.message.startswith("`none` is not valid: ")
