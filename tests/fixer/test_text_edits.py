"""Edits become new text; nothing but the edited places changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.fixer.text_edits import Change, EditError, change_of, changes_of, choose, edited
from stslint.fixer.verification import Proof
from stslint.model import Document, Edit, Finding, Fix, Source, Span
from stslint.sources.yaml.parser import parse
from stslint.text.lines import LineIndex

TEXT = st.text(st.sampled_from("ab: -#'\"\u00e4\U0001f600\n\r\t\x85\u2028"), max_size=60)


def finding(*edits: Edit, safe: bool = True) -> Finding:
    return Finding(
        "STS004",
        "unknown-field",
        "error",
        "api",
        "wrong",
        "a.yaml",
        edits[0].span,
        fix=Fix("mend it", edits, safe),
    )


def place(text: str, offset: int) -> tuple[int, int]:
    """Returns a line and column, counted as an editor does."""
    before = text[:offset]
    # The two characters of a line end are one break, also for a place between them.
    lines = re.split(r"\r\n|\n|\r", before)
    return len(lines), len(lines[-1]) + 1


def span(text: str, start: int, end: int) -> Span:
    return Span(*place(text, start), *place(text, end))


def is_place(text: str, offset: int) -> bool:
    return text[offset - 1 : offset + 1] != "\r\n"


@given(
    TEXT,
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.text("xy\u00fc", max_size=4)), max_size=5),
)
def test_what_lies_between_the_edits_stays(text: str, wanted: list[tuple[int, int, str]]) -> None:
    findings = []
    for first, second, new in wanted:
        start, end = sorted((min(first, len(text)), min(second, len(text))))
        if is_place(text, start) and is_place(text, end):
            findings.append(finding(Edit(span(text, start, end), new)))
    choice = choose(text, findings, unsafe=True)
    result = edited(text, choice.changes)
    rest = result
    last = 0
    for start, end, new in choice.changes:
        assert rest.startswith(text[last:start])
        rest = rest[start - last :]
        assert rest.startswith(new)
        rest = rest[len(new) :]
        last = end
    assert rest == text[last:]
    assert len(choice.findings) <= len(findings)


@given(TEXT)
def test_each_place_has_its_offset(text: str) -> None:
    lines = LineIndex(text)
    for offset in range(len(text) + 1):
        if is_place(text, offset):
            assert lines.offset(*place(text, offset)) == offset


@pytest.mark.parametrize("where", [(0, 1), (4, 1), (2, 9), (1, 0), (2, 0)])
def test_a_place_outside_of_the_text_is_refused(where: tuple[int, int]) -> None:
    with pytest.raises(LookupError):
        LineIndex("a: 1\nb: 2").offset(*where)


def test_the_line_behind_the_last_is_the_end() -> None:
    assert LineIndex("a: 1\nb: 2").offset(3, 1) == 9
    assert LineIndex("a: 1\nb: 2\n").offset(3, 1) == 10


def test_of_two_edits_that_overlap_the_first_wins() -> None:
    first, second = Edit(Span(1, 1, 1, 4), "X"), Edit(Span(1, 3, 1, 6), "Y")
    choice = choose("abcdef", [finding(second), finding(first)])
    assert edited("abcdef", choice.changes) == "Xdef"
    assert [each.fix.edits for each in choice.findings if each.fix] == [(first,)]


def test_a_fix_begins_where_its_first_edit_is() -> None:
    first = finding(Edit(Span(1, 1, 1, 2), "X"), Edit(Span(1, 5, 1, 6), "Y"))
    second = finding(Edit(Span(1, 4, 1, 6), "Z"))
    for findings in ([first, second], [second, first]):
        assert choose("abcdef", findings).findings == (first,)


def test_a_fix_is_made_in_whole_or_not() -> None:
    both = finding(Edit(Span(1, 1, 1, 2), "X"), Edit(Span(1, 5, 1, 6), "Y"))
    early = finding(Edit(Span(1, 1, 1, 2), "Z"))
    choice = choose("abcdef", [early, both])
    assert edited("abcdef", choice.changes) == "Zbcdef"


def test_a_fix_can_be_made_right_before_another() -> None:
    both = finding(Edit(Span(1, 1, 1, 2), "X"), Edit(Span(1, 5, 1, 6), "Y"))
    choice = choose("abcdef", [both, finding(Edit(Span(1, 3, 1, 5), "Z"))])
    assert edited("abcdef", choice.changes) == "XbZYf"


def test_two_findings_with_one_fix_are_both_mended() -> None:
    same = Edit(Span(1, 1, 1, 2), "X")
    choice = choose("abc", [finding(same), finding(same)])
    assert len(choice.findings) == 2
    assert edited("abc", choice.changes) == "Xbc"


def test_two_insertions_of_a_fix_at_one_place_keep_their_order() -> None:
    here = Span(1, 1, 1, 1)
    choice = choose("c: 3\n", [finding(Edit(here, "a: 1\n"), Edit(here, "b: 2\n"))])
    assert edited("c: 3\n", choice.changes) == "a: 1\nb: 2\nc: 3\n"


def test_insertions_at_one_place_keep_their_order_among_other_edits() -> None:
    here, first = Span(1, 4, 1, 4), Edit(Span(1, 1, 1, 2), "X")
    choice = choose("abcdef", [finding(first, Edit(here, "2"), Edit(here, "1"))])
    assert edited("abcdef", choice.changes) == "Xbc21def"


def test_the_changes_of_a_fix_are_in_the_order_of_the_text() -> None:
    edits = (Edit(Span(1, 3, 1, 5), "Y"), Edit(Span(1, 3, 1, 3), "Z"), Edit(Span(1, 1, 1, 2), "X"))
    changes = changes_of(Fix("mend it", edits), "abcdef", LineIndex("abcdef"))
    assert changes == (Change(0, 1, "X"), Change(2, 2, "Z"), Change(2, 4, "Y"))


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    risky = finding(Edit(Span(1, 1, 1, 2), "X"), safe=False)
    assert choose("abc", [risky]).changes == ()
    assert choose("abc", [risky], unsafe=True).changes == (Change(0, 1, "X"),)


def test_a_comment_is_not_thrown_away_unasked() -> None:
    line = finding(Edit(Span(1, 1, 2, 1), ""))
    assert choose("a: 1 # why\nb: 2\n", [line]).changes == ()
    assert choose("a: 1 # why\nb: 2\n", [line], unsafe=True).changes == (Change(0, 11, ""),)
    assert choose("a: x#y\nb: 2\n", [line]).changes == (Change(0, 7, ""),)


def test_a_fix_that_changes_nothing_or_stands_nowhere_is_no_fix() -> None:
    assert choose("abc", [finding(Edit(Span(1, 1, 1, 2), "a"))]).changes == ()
    removed_and_put_back = (Edit(Span(1, 1, 1, 2), ""), Edit(Span(1, 3, 1, 3), "a"))
    assert choose("aab", [finding(*removed_and_put_back)]).changes == ()
    nowhere = finding(Edit(Span(7, 1, 7, 2), "a"))
    assert choose("abc", [nowhere]).changes == ()
    assert choose("abc", [nowhere, finding(Edit(Span(1, 1, 1, 2), "x"))]).changes == (Change(0, 1, "x"),)


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("a: 1\r\nb: 2\r\n", Edit(Span(2, 1, 2, 1), "x: 0\n"), "a: 1\r\nx: 0\r\nb: 2\r\n"),
        ("a:\r  b: 2\r", Edit(Span(2, 3, 2, 3), "x: 0\n  "), "a:\r  x: 0\r  b: 2\r"),
        ("- b: 2\n", Edit(Span(1, 3, 1, 3), "x: 0\n  "), "- x: 0\n  b: 2\n"),
        ("> - b: 2\n", Edit(Span(1, 5, 1, 5), "x: 0\n    "), "> - x: 0\n>   b: 2\n"),
        ("\t\tb: 2\n", Edit(Span(1, 3, 1, 3), "x: 0\n  "), "\t\tx: 0\n\t\tb: 2\n"),
        ("'naem': x\n", Edit(Span(1, 1, 1, 7), '"name"'), "'name': x\n"),
        ("a: &r '3'\n", Edit(Span(1, 4, 1, 10), "3"), "a: &r 3\n"),
        ("a: *r\n", Edit(Span(1, 4, 1, 6), "3"), "a: 3\n"),
    ],
)
def test_new_text_is_written_as_the_text_around_it_is(text: str, edit: Edit, expected: str) -> None:
    assert edited(text, [change_of(edit, text, LineIndex(text))]) == expected


def documents(text: str) -> list[Document]:
    return parse(Source("a.yaml", text))


def fault(old: str, change: Change, reading: str = "") -> str:
    """Returns the proof's objection to a change, or to another reading of what it makes."""
    new = edited(old, [change])
    return Proof(old, new, [change]).verify_unchanged(documents(old), documents(reading or new))


@pytest.mark.parametrize(
    ("old", "change"),
    [
        ("a: 1\nb: [x, y]\n", Change(3, 4, '"1"')),
        ("naem: 1\nb: 2\n", Change(0, 4, "name")),
        ("- naem: 1\n  b: {c: 2}\n", Change(2, 6, "name")),
        ("a: 1\nb: 2\n", Change(5, 10, "")),
        ("a: 1\nb: 2\n", Change(5, 5, "c: 3\n")),
        ("x: {b: 2}\n", Change(4, 4, "a: 1, ")),
        ("- a: 1\n- b: 2\n", Change(0, 7, "")),
        ("a: 1\na: 1\n", Change(5, 10, "")),
        ("\U0001f600: 1\nb: 2\n", Change(3, 4, "5")),
    ],
)
def test_what_is_meant_to_change_may_change(old: str, change: Change) -> None:
    assert fault(old, change) == ""


@pytest.mark.parametrize(
    ("old", "change"),
    [
        ("a: &r 1\nb: *r\n", Change(6, 7, "2")),
        ("a:\n  b: 1\nc: 2\n", Change(10, 10, "  ")),
        ("a: 1\n", Change(3, 4, "{b: 1}")),
        ("a: 1\nb: 2\n", Change(5, 5, "---\n")),
        ("a: |\n  x\nb: 2\n", Change(9, 9, "  ")),
    ],
)
def test_what_changes_beside_it_is_seen(old: str, change: Change) -> None:
    assert fault(old, change) != ""


@pytest.mark.parametrize(
    "reading",
    ["a: 2\nb: 3\n", "a: 2\nb: '2'\n", "a: 2\nc: 2\n", "a: 2\n", "a: 2\nb: 2\nc: 1\n", "a: 2\nb: [2]\n"],
)
def test_another_reading_is_no_proof(reading: str) -> None:
    assert fault("a: 1\nb: 2\n", Change(3, 4, "2"), reading) != ""
    assert fault("a: 1\nb: 2\n", Change(3, 4, "2")) == ""


def written(text: str, start: int, end: int, new: str) -> str:
    """Returns a text after an edit of some of its characters."""
    return edited(text, [change_of(Edit(span(text, start, end), new), text, LineIndex(text))])


@pytest.mark.parametrize(
    ("text", "start", "end", "new", "expected"),
    [
        ("a: 'b'\n", 3, 6, '"c"', "a: 'c'\n"),
        ("a: 'b'\n", 3, 6, '""', "a: ''\n"),
        ("a: 'b'\n", 3, 6, '"', 'a: "\n'),
        ("a: 'b'\n", 3, 6, "c", "a: c\n"),
        ("a: 'b'\n", 3, 6, '"c', 'a: "c\n'),
        ("a: 'b'\n", 3, 6, 'c"', 'a: c"\n'),
        ("a: 'b'\n", 3, 6, '!c"', 'a: !c"\n'),
        ("a: 'b'\n", 3, 6, "coc", "a: coc\n"),
        ("a: 'b'\n", 3, 6, "!c!", "a: !c!\n"),
        ("a: 'b'\n", 3, 6, "", "a: \n"),
        # Single quotes know no escapes.
        ("a: 'b'\n", 3, 6, '"c\\n"', 'a: "c\\n"\n'),
        ("a: 'b'\n", 3, 6, '"it\'s"', 'a: "it\'s"\n'),
        ("a: b\n", 3, 4, '"c"', 'a: "c"\n'),
        ('a: "b"\n', 3, 6, '"c"', 'a: "c"\n'),
        ("a: &x 3\n", 3, 7, "4", "a: &x 4\n"),
        ("a: &x\t 3\n", 3, 8, "4", "a: &x\t 4\n"),
        ("a: &x 3\n", 3, 7, "&y 4", "a: &y 4\n"),
        ("a: &x 3\n", 3, 7, '"4"', 'a: &x "4"\n'),
        ("a: &x 3\n", 3, 7, "", "a: \n"),
        ("a: &x\n", 3, 5, "4", "a: 4\n"),
        ("a: b&x 3\n", 3, 8, "4", "a: 4\n"),
        # Several lines: the file's line ends, and the indentation of the first line.
        ("a: 1\nb: 2\n", 0, 0, "x: 0\n", "x: 0\na: 1\nb: 2\n"),
        ("a: 1\r\nb: 2\n", 0, 0, "x: 0\n", "x: 0\r\na: 1\r\nb: 2\n"),
        ("a: 1\r\nb: 2\n", 6, 6, "x: 0\n", "a: 1\r\nx: 0\nb: 2\n"),
        ("  a: 1", 2, 2, "x: 0\n  ", "  x: 0\n  a: 1"),
        ("- - a: 1\n", 4, 4, "x:\n      y: 0\n    ", "- - x:\n      y: 0\n    a: 1\n"),
        (">> a: 1\n", 3, 3, "x: 0\n   ", ">> x: 0\n>> a: 1\n"),
        ("ab: 1\n", 4, 5, "c\n    d", "ab: c\n    d\n"),
    ],
)
def test_an_edit_is_written_as_its_place_requires(
    text: str, start: int, end: int, new: str, expected: str
) -> None:
    assert written(text, start, end, new) == expected


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (Span(7, 1, 7, 2), "the text has no line 7, column 1"),
        (Span(1, 1, 1, 9), "line 1 has no column 9"),
        (Span(1, 2, 1, 1), "ends before it begins"),
        (Span(2, 1, 1, 1), "ends before it begins"),
    ],
)
def test_an_edit_outside_of_the_text_is_an_error(where: Span, message: str) -> None:
    text = "a: 1\nb: 2\n"
    with pytest.raises(EditError, match=message):
        change_of(Edit(where, "x"), text, LineIndex(text))
    assert change_of(Edit(Span(1, 2, 1, 2), "x"), text, LineIndex(text)) == Change(1, 1, "x")


def chosen(text: str, *edits: tuple[int, int, str], unsafe: bool = True) -> str:
    """Returns what becomes of a text with each edit as a fix of its own."""
    findings = [finding(Edit(span(text, start, end), new)) for start, end, new in edits]
    return edited(text, choose(text, findings, unsafe).changes)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([(0, 2, "X"), (2, 4, "Y")], "XYefgh"),
        ([(0, 3, "X"), (2, 4, "Y")], "Xdefgh"),
        ([(2, 4, "Y"), (0, 8, "X")], "X"),
        ([(2, 4, "Y"), (2, 4, "Z")], "abYefgh"),
        ([(2, 4, "Y"), (2, 4, "Y")], "abYefgh"),
        # An insertion at an end of another change might belong to either side of it.
        ([(2, 4, "Y"), (4, 4, "Z")], "abYefgh"),
        ([(2, 2, "Z"), (2, 4, "Y")], "abZcdefgh"),
        ([(2, 4, "Y"), (2, 2, "Z")], "abZcdefgh"),
        ([(2, 4, "Y"), (5, 5, "Z")], "abYeZfgh"),
        ([(2, 5, "Y"), (3, 3, "Z")], "abYfgh"),
        ([(1, 1, "Z"), (2, 4, "Y")], "aZbYefgh"),
        ([(2, 2, "Z"), (2, 2, "Y")], "abZcdefgh"),
        ([(2, 2, "Z"), (3, 3, "Y")], "abZcYdefgh"),
        ([(0, 1, "X"), (3, 4, "Y"), (3, 5, "Z"), (6, 7, "W")], "XbcYefWh"),
    ],
)
def test_fixes_that_exclude_each_other_wait_for_another_round(
    edits: list[tuple[int, int, str]], expected: str
) -> None:
    assert chosen("abcdefgh", *edits) == expected
    # It is the same far into a text.
    moved = [(300 + start, 300 + end, new) for start, end, new in edits]
    assert chosen("-" * 300 + "abcdefgh", *moved) == "-" * 300 + expected


def test_a_fix_whose_own_edits_overlap_or_that_has_none_is_not_offered() -> None:
    overlapping = finding(Edit(Span(1, 1, 1, 4), "X"), Edit(Span(1, 3, 1, 6), "Y"))
    apart = finding(Edit(Span(1, 5, 1, 6), "Y"), Edit(Span(1, 1, 1, 2), "X"))
    inserting = finding(Edit(Span(1, 2, 1, 2), "V"), Edit(Span(1, 7, 1, 7), "W"))
    without = apart._replace(fix=None)
    empty = apart._replace(fix=Fix("nothing", ()))
    choice = choose("abcdef", [without, empty, overlapping, apart])
    assert choice.findings == (apart,)
    assert choice.changes == (Change(0, 1, "X"), Change(4, 5, "Y"))
    assert choose("abcdef", [inserting]).changes == (Change(1, 1, "V"), Change(6, 6, "W"))
    # Its text might belong to the replacement, or follow it.
    behind = finding(Edit(Span(1, 2, 1, 4), "V"), Edit(Span(1, 4, 1, 4), "W"))
    assert choose("abcdef", [behind]) == ((), ())


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("a: 1 # why\n", "a: 2\n", "a: 1 # why\n"),
        ("# why\n", "a: 2\n", "# why\n"),
        ("a: 1\n# why\n", "a: 2\n", "a: 1\n# why\n"),
        ("a: 1 # why\n", "a: 2 # why\n", "a: 2 # why\n"),
        ("a: x#y\n", "a: 2\n", "a: 2\n"),
    ],
)
def test_a_safe_fix_keeps_comments(text: str, new: str, expected: str) -> None:
    assert chosen(text, (0, len(text), new), unsafe=False) == expected
    assert chosen(text, (0, len(text), new)) == new
