"""What fixes change, as a unified diff that ``patch`` takes."""

from __future__ import annotations

import random
from difflib import unified_diff
from functools import partial

import pytest

from stslint.fixer.unified_diff import diff
from stslint.fixer.working_copies import WorkingCopy
from tests.support.work import calls_of

HEAD = "--- a.yaml\n+++ a.yaml\n"
NO_END = "\\ No newline at end of file\n"


def page(before: str | bytes, after: str | bytes, name: str = "a.yaml") -> WorkingCopy:
    old, new = (each.encode() if isinstance(each, str) else each for each in (before, after))
    return WorkingCopy(name, old, new, (), ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\n", "b\n", f"{HEAD}@@ -1 +1 @@\n-a\n+b\n"),
        ("a\nb\n", "a\n", f"{HEAD}@@ -1,2 +1 @@\n a\n-b\n"),
        ("a", "b", f"{HEAD}@@ -1 +1 @@\n-a\n{NO_END}+b\n{NO_END}"),
        ("a\nb", "a\nb\n", f"{HEAD}@@ -1,2 +1,2 @@\n a\n-b\n{NO_END}+b\n"),
        ("a\r\n", "b\r\n", f"{HEAD}@@ -1 +1 @@\n-a\r\n+b\r\n"),
        # Only a line feed ends a line.
        ("a\rb\x85c\n", "x\rb\x85c\n", f"{HEAD}@@ -1 +1 @@\n-a\rb\x85c\n+x\rb\x85c\n"),
        (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n", f"{HEAD}@@ -1 +1 @@\n-a\n+b\n"),
        ("", "b\n", f"{HEAD}@@ -0,0 +1 @@\n+b\n"),
        (b"\xc3(", "b\n", f"{HEAD}@@ -0,0 +1 @@\n+b\n"),
        ("a\n", "a\n", ""),
    ],
)
def test_the_difference_of_one_file(before: str | bytes, after: str | bytes, expected: str) -> None:
    assert diff([page(before, after)]) == expected


def test_the_differences_of_several_files_follow_each_other() -> None:
    pages = [page("a\n", "b\n"), page("c\n", "c\n", "c.yaml"), page("d\n", "e\n", "d.yaml")]
    second = "--- d.yaml\n+++ d.yaml\n@@ -1 +1 @@\n-d\n+e\n"
    assert diff(pages) == f"{HEAD}@@ -1 +1 @@\n-a\n+b\n{second}"
    assert diff([]) == ""


def changed(size: int, seed: int = 0) -> tuple[str, str]:
    """Returns a text of so many lines, some of them alike, and the same with some lines changed."""
    chance = random.Random(seed)
    before = [chance.choice(["---", "kind: x", "", f"name: a{line}"]) for line in range(size)]
    rarely = chance.choice([3, 20, 300])
    after = [line if chance.randrange(rarely) else f"{line}?" for line in before]
    return "".join(f"{line}\n" for line in before), "".join(f"{line}\n" for line in after)


@pytest.mark.parametrize("seed", range(30))
def test_the_lines_of_a_large_file_give_the_same_as_difflib(seed: int) -> None:
    before, after = changed(600 + seed, seed)
    lines = (before.splitlines(keepends=True), after.splitlines(keepends=True))
    assert diff([page(before, after)]) == "".join(unified_diff(*lines, "a.yaml", "a.yaml"))


@pytest.mark.parametrize("place", [1, 100, 300, 599])
@pytest.mark.parametrize("line", ["moved", "---"])
def test_a_line_that_has_moved_is_not_all_that_is_between(line: str, place: int) -> None:
    lines = [text for number in range(200) for text in ("---", f"a{number}", "b")]
    before, after = [line, *lines], [*lines[:place], line, *lines[place:]]
    old, new = ([f"{each}\n" for each in texts] for texts in (before, after))
    expected = "".join(unified_diff(old, new, "a.yaml", "a.yaml"))
    assert diff([page("".join(old), "".join(new))]) == expected


def test_twice_the_changes_are_twice_the_work() -> None:
    texts = [
        tuple(
            "".join(f"---\nkind: {kind}\nname: a{number}\n" for number in range(size)) for kind in ("x", "y")
        )
        for size in (300, 600)
    ]
    few, many = (calls_of(partial(diff, [page(*text)])) for text in texts)
    assert many <= 2.2 * few
