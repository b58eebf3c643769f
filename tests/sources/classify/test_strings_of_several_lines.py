"""Where a string of several lines ends: what is after it is structure, and what is in it is not."""

from __future__ import annotations

import pytest

from stslint.sources.classify.line_scanner import open_lines
from stslint.sources.classify.templates import template_reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The first line has an apostrophe, written twice.
        ("a: 'it''s\n x: y\n z'\nb: 1", [0, 3]),
        ("a: 'it''\n x'\nb: 1", [0, 2]),
        ("a: '''x\n y'\nb: ''\nc: 'x'''\nd: 1", [0, 2, 3, 4]),
        # The block scalar of an item in an item ends with the next item.
        ("- - |\n    x\n  - y\n  - z", [0, 2, 3]),
        ("  -   - >-\n        x\n      - y", [0, 2]),
    ],
)
def test_lines_that_are_structure(text: str, expected: list[int]) -> None:
    assert [line.number for line in open_lines(text)] == expected


def test_braces_in_a_string_that_has_an_apostrophe_make_no_template() -> None:
    text = "a: 'it''s said\n  {{ if }} that\n  - {{ x }}'\n"
    assert template_reason("a.yaml", text) == ""


def test_an_action_as_the_second_item_of_a_list_in_a_list_makes_a_template() -> None:
    assert template_reason("a.yaml", "a:\n- - |\n    x\n  - {{ x }}\n").startswith("a template (`{{`)")
