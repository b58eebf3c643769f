"""The lines of a text that are structure, and not part of a string."""

from __future__ import annotations

import pytest

from stslint.sources.classify.line_scanner import open_lines


def numbers(text: str) -> list[int]:
    return [line.number for line in open_lines(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n\n  # b\nc: 2", [0, 3]),
        ("  a: 1\nb: 2", [0, 1]),
        ("   \n\t\n", []),
        # A block scalar has the lines that are deeper than its key or its dash.
        ("a: |\n x\n\n  y\nb: 1", [0, 4]),
        ("a: >- # c\n  x\nb: 1", [0, 2]),
        ("a: |2+\n  x\n", [0]),
        ("a: !x &y |\n  x\n", [0]),
        ("a: |x\n  y\n", [0, 1]),
        ("  - |\n    x\n   y\n  - z\n  b: 1", [0, 3, 4]),
        ("- |\n x\n- y", [0, 2]),
        ("- a: |\n   x\n  b: y", [0, 2]),
        ("a:\n  b: |\n  c: 1", [0, 1, 2]),
        # What is between quotes goes on to their end, whatever its indentation.
        ('a: "x\ny: |\nz"\nb: 1', [0, 3]),
        ("a: 'x\n it''s\n  z'\nb: 1\nc: 2", [0, 3, 4]),
        ('a: "x\\"\n"\nb: 1', [0, 2]),
        ("a: 'x'\nb: 1", [0, 1]),
        ("a: 'x\n# b\ny'\n# c\nd: 1", [0, 4]),
        # Brackets are structure to their end.
        ("a: [x,\n  y]\nb: 1", [0, 1, 2]),
    ],
)
def test_lines_that_are_structure(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("a: 1", ("", "", "a:", " ", "1")),
        ("  - -  a.b/c:  x: y\r", ("  ", "- -  ", "a.b/c:", "  ", "x: y")),
        ("\"a: b\": 'c'", ("", "", '"a: b":', " ", "'c'")),
        ("- x", ("", "- ", "", "", "x")),
        ("a:", ("", "", "a:", "", "")),
        ("{{ x }}", ("", "", "", "", "{{ x }}")),
        ("-a: 1", ("", "", "-a:", " ", "1")),
    ],
)
def test_the_parts_of_a_line_are_the_line(line: str, parts: tuple[str, ...]) -> None:
    (found,) = open_lines(line)
    assert found[1:] == parts
    assert "".join(found[1:]) == line.rstrip("\r")


@pytest.mark.parametrize(
    ("value", "closed"),
    [
        *((value, True) for value in ("x", "", '"a"', "'a' # b", "'it''s'", "[a]", "{a: b} ", '"\\""')),
        *((value, False) for value in ('"a', "'a", "[a,", "{a: b", '"\\"')),
    ],
)
def test_a_value_is_closed_where_its_quotes_and_brackets_are(value: str, closed: bool) -> None:
    (line,) = open_lines(f"a: {value}")
    assert line.closed is closed
