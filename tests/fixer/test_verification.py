"""The proof that a fix changes what it means to change, and nothing else."""

from __future__ import annotations

import pytest

from stslint.fixer.text_edits import Change, edited
from stslint.fixer.verification import Proof, known_by, new_errors
from stslint.model import Document, Finding, Severity, Source, Span
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.recovery import read


def documents(text: str) -> list[Document]:
    return parse(Source("a.yaml", text))


def fault(old: str, *changes: Change, reading: str | None = None) -> str:
    """Returns the objection to some changes, or to another reading of what they make."""
    new = edited(old, changes)
    after = documents(new if reading is None else reading)
    return Proof(old, new, changes).verify_unchanged(documents(old), after)


TWO = "a: 1\nb: 2\n"
LONG = f"# {'x' * 300}\n"
LIST = "- a: 1\n- b: 2\n- c: 3\n"


@pytest.mark.parametrize(
    ("old", "changes", "reading", "expected"),
    [
        (TWO, [Change(3, 4, "3")], None, ""),
        (TWO, [Change(3, 4, "3"), Change(8, 9, "4")], None, ""),
        (TWO, [Change(3, 4, "3")], "a: 3\nb: 3\n", "`b` would change too"),
        (TWO, [Change(3, 4, "3")], "a: 3\nb: '2'\n", "`b` would change too"),
        (TWO, [Change(3, 4, "3")], "a: 3\nb: {c: 2}\n", "`b` would change too"),
        (TWO, [Change(3, 4, "3")], "a: 3\nc: 2\n", "`b` would change too"),
        (TWO, [Change(3, 4, "3")], "a: 3\n", "`the document` would have 1 entries instead of 2"),
        (TWO, [Change(3, 4, "3")], "a: 3\nb: 2\nc: 3\n", "`the document` would have 3 entries instead of 2"),
        (TWO, [Change(3, 4, "3")], "[3, 2]\n", "`the document` would change too"),
        (TWO, [Change(3, 4, "3")], "x\n", "`the document` would change too"),
        (TWO, [Change(3, 4, "3")], "a: 3\n---\nb: 2\n", "1 documents would become 2"),
        (TWO, [Change(3, 4, "3")], "", "1 documents would become 0"),
        # A key may change only where a change touches it.
        (TWO, [Change(0, 1, "x")], None, ""),
        (TWO, [Change(0, 1, "x")], "x: 1\ny: 2\n", "`b` would change too"),
        # What is removed or inserted as a whole is missed on one side alone.
        (TWO, [Change(5, 10, "")], None, ""),
        (TWO, [Change(5, 10, "")], TWO, "`the document` would have 2 entries instead of 1"),
        (TWO, [Change(5, 5, "c: 3\n")], None, ""),
        (TWO, [Change(5, 5, "c: 3\nd: 4\n")], None, ""),
        (TWO, [Change(0, 0, "c: 3\n"), Change(5, 10, ""), Change(10, 10, "d: 4\n")], None, ""),
        (TWO, [Change(0, 0, "c: 3\n"), Change(10, 10, "d: 4\n")], None, ""),
        (TWO, [Change(0, 0, "c: 3\n"), Change(5, 5, "d: 4\n"), Change(10, 10, "e: 5\n")], None, ""),
        # An entry that an insertion makes together with what stood there is not new as a whole.
        (TWO, [Change(6, 6, "x: 5\nb")], None, "`the document` would have 3 entries instead of 2"),
        (TWO, [Change(4, 4, "0")], None, ""),
        ("a: 12\n", [Change(4, 4, "0")], None, ""),
        # Text before a value is not in it, however far down it is.
        (f"{LONG}a: 1\n", [Change(306, 306, "2")], None, "`a` would change too"),
        (f"{LONG}a: 1\n", [Change(305, 306, "  ")], f"{LONG}a:  2\n", "`a` would change too"),
        (f"{LONG}a: 1\n", [Change(307, 308, " # c\n")], f"{LONG}a: 9 # c\n", "`a` would change too"),
        (TWO, [Change(4, 5, " # c\n")], "a: 9 # c\nb: 2\n", "`a` would change too"),
        ("x: [1]\n", [Change(5, 5, ", 2")], None, ""),
        (TWO, [Change(0, 0, "c: 3\n"), Change(8, 9, "7")], None, ""),
        (TWO, [Change(0, 0, "c: 3\n"), Change(8, 9, "7")], "c: 3\na: 7\nb: 7\n", "`a` would change too"),
        (LIST, [Change(7, 14, "")], None, ""),
        (LIST, [Change(7, 14, "")], "- a: 1\n- b: 2\n", "`[2].c` would change too"),
        (LIST, [Change(9, 10, "x")], None, ""),
        (LIST, [Change(9, 10, "x")], "- a: 1\n- x: 2\n- y: 3\n", "`[2].c` would change too"),
        ("x: {b: 2}\n", [Change(4, 4, "a: 1, ")], None, ""),
        ("x: [1, 2]\n", [Change(4, 7, "")], None, ""),
        ("x: [1, 2]\n", [Change(4, 7, "")], "x: [1]\n", "`x[1]` would change too"),
        ("a: 1\na: 2\n", [Change(5, 10, "")], None, ""),
        (
            "a: 1\na: 2\nb: 3\n",
            [Change(13, 14, "4")],
            "a: 1\nb: 4\n",
            "`the document` would have 2 entries instead of 3",
        ),
        ("a: []\nb: 2\n", [Change(9, 10, "4")], "a: {}\nb: 4\n", "`a` would change too"),
        # A scalar inside of which a change is can become a mapping, such as one that lacked its colon.
        ("x: a 1\n", [Change(4, 4, ":")], "x:\n  a: 1\n", ""),
        ("x: a 1\nz: b\n", [Change(4, 7, ": 1\n")], "x: {a: 1}\nz: b\n", "`x` would change too"),
        ("x: a 1\n", [Change(3, 3, "b: ")], "x:\n  a: 1\n", "`x` would change too"),
        ("x: a 1\n", [Change(2, 4, "  a:")], "x:\n  a: 1\n", "`x` would change too"),
        ("x: a 1\n", [Change(6, 6, ":")], "x:\n  a: 1\n", "`x` would change too"),
        ("x: a 1\n", [Change(4, 4, ":")], "y:\n  a: 1\n", "`x` would change too"),
        ("x: a 1\nz: b\n", [Change(4, 4, ":")], "x: a\nz: {b: 1}\n", "`z` would change too"),
        ("z: b\nx: a 1\n", [Change(9, 9, ":")], "z: c\nx: {a: 1}\n", "`z` would change too"),
    ],
)
def test_two_readings_differ_where_no_change_is(
    old: str, changes: list[Change], reading: str | None, expected: str
) -> None:
    assert fault(old, *changes, reading=reading) == expected


def recovered(text: str) -> tuple[Document, ...]:
    return tuple(read(Source("a.yaml", text)))


GUESSED = "a: 1\nb\nc\nd: 4\n"
"""Two keys without a colon: what is around them is read."""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # What is known of a text that cannot be read is nothing; around mistakes it is a guess.
        ("a: [\n", "a: 1\n", ""),
        (GUESSED, "a: 1\nb: 2\nc\nd: 4\n", ""),
        (GUESSED, "x: 1\n", "`the document` would have 1 entries instead of 2"),
        (GUESSED, "x: 1\nb\nc\nd: 4\n", "`a` would change too"),
        ("a: 1\nb\nd: 4\n", "a: 1\nb: 2\nd: 4\n", "`the document` would have 3 entries instead of 2"),
        ("a: 1\n", "a: 2\nb\nc\n", "`the document` would change too"),
        ("a: [\n---\nb: 2\n", "a: 1\n---\nb: 3\n", "`b` would change too"),
    ],
)
def test_what_could_not_be_read_is_not_compared(old: str, new: str, expected: str) -> None:
    before, after = (tuple(read(Source("a.yaml", text))) for text in (old, new))
    assert Proof(old, new, []).verify_unchanged(before, after) == expected


def finding(
    message: str = "m",
    *,
    rule: str = "STS001",
    file: str = "a.yaml",
    field: str = "f",
    severity: Severity = "error",
    line: int = 1,
    document: int = 0,
) -> Finding:
    span = Span(line, 1, line, 2)
    return Finding(rule, "name", severity, "api", message, file, span, document, field=field)


def test_a_finding_is_known_without_its_line() -> None:
    assert known_by(finding(line=1)) == known_by(finding(line=9))
    others = [finding("n"), finding(rule="R"), finding(file="b"), finding(field="g"), finding(document=1)]
    assert len({known_by(each) for each in [finding(), *others]}) == 6


NEW = {"a.yaml": "it would bring up STS001: m"}


@pytest.mark.parametrize(
    ("earlier", "after", "found"),
    [
        ([[]], [], {}),
        ([[]], [finding()], NEW),
        ([[]], [finding(severity="warning")], {}),
        ([[finding()]], [finding(line=7)], {}),
        ([[finding()]], [finding(), finding(line=7)], NEW),
        # The same words at another field, or other words at the same field, are no news.
        ([[finding(field="g")]], [finding()], {}),
        ([[finding("n")]], [finding()], {}),
        ([[finding("n"), finding("o")]], [finding()], {}),
        ([[finding(field="g"), finding(field="h")]], [finding()], {}),
        ([[finding("n", field="g")]], [finding()], NEW),
        ([[finding(rule="STS002")]], [finding()], NEW),
        ([[finding(file="b.yaml")]], [finding()], NEW),
        ([[finding(severity="warning")]], [finding()], {}),
        # Of several earlier rounds the one with most of a kind counts.
        ([[finding()], [finding()]], [finding(), finding()], NEW),
        ([[finding(), finding()], [finding()]], [finding(), finding()], {}),
        ([[finding()], [finding("n", field="g")]], [finding(), finding("n", field="g")], {}),
    ],
)
def test_an_error_is_new_if_neither_its_words_nor_its_rule_at_its_field_were_there(
    earlier: list[list[Finding]], after: list[Finding], found: dict[str, str]
) -> None:
    assert new_errors(earlier, after) == found


@pytest.mark.parametrize("change", [Change(3, 4, "2"), Change(0, 5, ""), Change(0, 0, "x: 0\n")])
def test_a_place_outside_of_the_text_is_touched_by_no_change(change: Change) -> None:
    """Such a place is of another text: what is there has to stay."""
    proof = Proof("a: 1\n", edited("a: 1\n", [change]), [change])
    before = documents("a: 1\nb: 2\nc: 3\n")
    for after in ("a: 1\nb: 2\nc: 4\n", "a: 1\nb: 2\nc: {d: 4}\n"):
        assert proof.verify_unchanged(before, documents(after)) != ""
