"""The repairs that are proposed for a line: each is one edit of one line, the most likely first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.sources.yaml.repairs import Repair, removals, repairs

LINES = [
    *("spec", "spec:", "  name: db", "  name db", "\tname: db", "  \t name:db", "- name: 'db", "  - - a", ""),
    *(
        "   ",
        "<<<<<<< HEAD",
        "=======",
        "name：db",
        'x: "a # b',
        "  - item \r",
        "  - name:",
        "#",
        "a: [",
        "- a: b",
    ),
]


def edited(text: str, repair: Repair) -> str:
    """Returns a text after the edit that a repair describes."""
    lines = text.split("\n")
    start = repair.column + repair.at
    line = lines[repair.line]
    lines[repair.line] = line[:start] + repair.inserted + line[start + repair.removed :]
    return "\n".join(lines)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), st.integers(0, 7), st.integers(0, 7))
def test_a_repair_is_one_edit_of_one_line(lines: list[str], error: int, context: int) -> None:
    text = "\n".join(lines)
    for repair in (*repairs(text, error, context), *removals(text, error, context)):
        assert repair.text == edited(text, repair)
        assert repair.text != text
        changed = [index for index, line in enumerate(repair.text.split("\n")) if line != lines[index]]
        assert changed == [repair.line]
        assert repair.error_line == min(error, len(lines) - 1)
        assert (repair.message == "") <= (repair.title == "")


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=8), st.integers(0, 7), st.integers(0, 7))
def test_the_lines_to_repair_are_near_the_error(lines: list[str], error: int, context: int) -> None:
    line = min(error, len(lines) - 1)
    above = [index for index in range(line) if lines[index].strip()][-2:]
    near = {index for index in (line, *above, context) if index < len(lines) and lines[index].strip()}
    found = list(repairs("\n".join(lines), error, context))
    assert {repair.line for repair in found} == near
    # As a last resort, each of them is left out.
    assert found[-len(near) :] == list(removals("\n".join(lines), error, context)) or not near


def test_what_is_left_out_first_is_the_line_of_the_error() -> None:
    text = "a\n\nb\n\nc\n\nd\ne\n"
    assert [repair.line for repair in removals(text, 6, 0)] == [6, 4, 2, 0]
    assert [repair.line for repair in removals(text, 0, 0)] == [0]
    assert [repair.line for repair in removals(text, 4, 4)] == [4, 2, 0]
    # An error at the end of the text, or after it, belongs to the lines before.
    assert [repair.line for repair in removals(text, 99, 0)] == [7, 6, 0]


def proposed(text: str, line: int, context: int = 0) -> list[tuple[str, str]]:
    """Returns the lines that repairs with a message lead to, and the messages, without other indentations."""
    return [
        (repair.text.split("\n")[repair.line], repair.message)
        for repair in repairs(text, line, context)
        if repair.message and "any line around it" not in repair.message
    ]


@pytest.mark.parametrize(
    ("text", "line", "new", "message"),
    [
        ("spec\n  a: 1", 0, "spec:", "`spec` has no colon: the lines below it have no key"),
        ("- spec\n  - a", 0, "- spec:", "`spec` has no colon: the lines below it have no key"),
        ("spec # x\n\n  a:", 0, "spec: # x", "`spec` has no colon: the lines below it have no key"),
        ("ports\n- a", 0, "ports:", "`ports` has no colon: the lines below it have no key"),
        ("a 1", 0, "a: 1", "`a` has no colon, so it is not a key"),
        ("  - a 1 # b: c", 0, "  - a: 1 # b: c", "`a` has no colon, so it is not a key"),
        ("a:1", 0, "a: 1", "`a:` has no space after the colon, so it is not a key"),
        ("  - ab:cd", 0, "  - ab: cd", "`ab:` has no space after the colon, so it is not a key"),
        ("a: 'b", 0, "a: 'b'", "this quote is never closed: `'b`"),
        ('- "b # c ', 0, '- "b" # c ', 'this quote is never closed: `"b`'),
        ("a: '" + "x" * 40, 0, "a: '" + "x" * 40 + "'", "this quote is never closed: `'" + "x" * 30 + "`"),
        ("a: 1\n>>>>>>> topic", 1, "", "unresolved merge conflict"),
        ("\tb: 1", 0, "  b: 1", "this line is indented with a tab; YAML allows only spaces"),
    ],
)
def test_a_line_is_repaired(text: str, line: int, new: str, message: str) -> None:
    assert proposed(text, line)[0] == (new, message)


@pytest.mark.parametrize(
    "text",
    [
        "spec",
        "spec\na: 1",
        "spec\n  text",
        "spec\n",
        "a: b c",
        "a: 'b'",
        "a: it's",
        "key:// a",
        "a:\n  b: 1",
        "a b: c",
        "====== x",
    ],
)
def test_a_line_without_such_a_mistake_is_left(text: str) -> None:
    assert proposed(text, 0) == []


def indents(text: str, line: int) -> list[tuple[int, bool]]:
    """Returns the indentations that a line with a tab is tried with, and which of them are safe."""
    found = [repair for repair in repairs(text, line, line) if repair.title == "replace the tab with spaces"]
    assert all(repair.help == f"indent with {len(repair.inserted)} spaces" for repair in found)
    return [(len(repair.inserted), repair.safe) for repair in found]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        # Without other lines, a tab stands for two, four or eight columns.
        ("\tb: 1", 0, [(2, False), (4, False), (8, False)]),
        (" \t\tb: 1", 0, [(5, False), (9, False), (17, False)]),
        # Below a key it is deeper by two, next to a line as deep as that one.
        ("a:\n\tb: 1", 1, [(2, True), (0, False), (4, False), (8, False)]),
        ("a:\n  - c:\n\tb: 1", 2, [(6, True), (2, False), (0, False), (4, False), (8, False)]),
        ("a:\n    c: 1\n\tb: 1", 2, [(4, True), (0, False), (2, False), (8, False)]),
        # The line below counts as much as the one above.
        ("\tb: 1\n   c: 1", 0, [(3, True), (2, False), (4, False), (8, False)]),
        ("a:\n\tb: 1\n    c: 1", 1, [(2, True), (4, True), (0, False), (8, False)]),
    ],
)
def test_a_tab_is_replaced_as_the_lines_around_suggest(
    text: str, line: int, expected: list[tuple[int, bool]]
) -> None:
    assert indents(text, line) == expected


def test_another_indentation_is_that_of_a_line_around_the_nearest_first() -> None:
    text = "a:\n  b:\n      c: 1\n   d: 1\n  e: 1\n"
    found = [
        repair for repair in repairs(text, 3, 3) if repair.title.startswith("indent by") and repair.line == 3
    ]
    assert [(repair.inserted, repair.title, repair.help, repair.width) for repair in found] == [
        (" " * width, f"indent by {width}", f"the lines around it are indented by {width}, this line by 3", 3)
        for width in (2, 0, 6)
    ]
    assert not any(repair.safe for repair in found)


def test_six_lines_above_and_one_below_are_around() -> None:
    text = "".join(f"{' ' * width}a: 1\n" for width in (9, 8, 7, 6, 5, 4, 3, 2, 1, 0))
    found = [repair for repair in repairs(text, 8, 8) if repair.line == 8]
    assert sorted(len(each.inserted) for each in found if each.title) == [0, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("  spec\n    a: 1", (2, 4)),
        ("- ab 1", (2, 2)),
        ("- ab:1", (2, 3)),
        ("- 'ab # c", (2, 3)),
        (" \ta: 1", (0, 2)),
        ("<<<<<<< a ", (0, 9)),
    ],
)
def test_the_part_to_underline(text: str, part: tuple[int, int]) -> None:
    first = next(repairs(text, 0, 0))
    assert (first.column, first.width) == part
