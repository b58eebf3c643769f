"""Rounds of fixes in memory: what is applied, what is refused, and what is left to report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stslint.fixer.fix_loop import (
    MAXIMUM_ROUNDS,
    ChangedSinceError,
    FixResult,
    apply_fixes,
    excluding_failed,
)
from stslint.linter.outcome import Outcome
from stslint.model import Bundle, Skipped
from tests.fixer.fake_rules import FakeRule, fixed, lint_with, loaded

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
ONE = FakeRule("one", "two")

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "a.yaml", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + text, encoding="utf-8")
        return path

    return write


def text_of(result: FixResult, path: Path) -> str:
    """Returns what a file becomes."""
    for page in result.pages:
        if page.name == str(path):
            return page.text.removeprefix(HEAD)
    return path.read_text(encoding="utf-8").removeprefix(HEAD)


def reasons(result: FixResult) -> list[tuple[str, str]]:
    return [(Path(each.file).name, each.reason) for each in result.refused]


def test_a_fix_is_applied_and_no_longer_reported(write: Write) -> None:
    path = write("data: {a: one}\n")
    result = fixed(loaded(path), ONE)
    assert text_of(result, path) == "data: {a: two}\n"
    assert (result.refused, result.outcome.findings) == ((), ())
    (page,) = result.pages
    assert page.original == path.read_bytes()
    assert [finding.message for finding in page.fixed] == ["one is wrong"]
    assert result.gathered.bundle.documents[0].root.at("data.a").value == "two"
    assert [source.text for source in result.gathered.found.sources] == [page.text]


def test_what_offers_no_fix_is_reported_and_the_file_stays(write: Write) -> None:
    path = write("data: {a: one}\n")
    result = fixed(loaded(path), FakeRule("one"))
    assert result.pages == ()
    assert len(result.outcome.findings) == 1


@pytest.mark.parametrize("unsafe", [False, True])
def test_an_unsafe_fix_has_to_be_asked_for(write: Write, unsafe: bool) -> None:
    path = write("data: {a: one, b: three}\n")
    rules = (ONE._replace(safe=False), FakeRule("three", "four"))
    result = fixed(loaded(path), *rules, unsafe=unsafe)
    assert text_of(result, path) == f"data: {{a: {'two' if unsafe else 'one'}, b: four}}\n"
    assert len(result.outcome.findings) == (0 if unsafe else 1)


def test_a_file_with_unsafe_fixes_alone_is_not_even_read(write: Write) -> None:
    run = loaded(write("data: {a: one}\n"))

    def load(name: str) -> bytes:
        raise AssertionError(name)

    rules = lint_with(ONE._replace(safe=False), FakeRule("two"))
    assert apply_fixes(run, rules, lambda outcome, bundle: outcome.findings, load).pages == ()


def test_a_fix_can_follow_another_in_the_next_round(write: Write) -> None:
    path = write("data: {a: one}\n")
    result = fixed(loaded(path), ONE, FakeRule("two", "three"), FakeRule("three", "four"))
    assert text_of(result, path) == "data: {a: four}\n"
    assert len(result.pages[0].fixed) == 3


def test_fixes_that_never_end_stop_after_some_rounds(write: Write) -> None:
    path = write("data: {a: b-}\n")
    result = fixed(loaded(path), FakeRule("-+(?=})", r"\g<0>-"))
    assert text_of(result, path) == f"data: {{a: b{'-' * (1 + MAXIMUM_ROUNDS)}}}\n"
    assert len(result.outcome.findings) == 1


def test_a_finding_that_its_fix_does_not_remove_refuses_the_file(write: Write) -> None:
    bad, good = write("data: {a: one, b: three}\n"), write("data: {b: three}\n", "b.yaml")
    # Whatever the value becomes, it is found.
    useless = FakeRule(r"(?<=\ba: )\w+", "other", "a is wrong")
    result = fixed(loaded(bad, good), useless, FakeRule("three", "four"))
    assert reasons(result) == [("a.yaml", "`a is wrong` would still be found")]
    assert [Path(page.name).name for page in result.pages] == ["b.yaml"]
    assert [finding.message for finding in result.outcome.findings] == ["a is wrong", "three is wrong"]


def test_of_equal_findings_each_that_is_fixed_has_to_disappear(write: Write) -> None:
    path = write("data: {a: one, b: three}\n")
    first, second = FakeRule("one", "two", "wrong"), FakeRule("three", None, "wrong")
    assert text_of(fixed(loaded(path), first, second), path) == "data: {a: two, b: three}\n"
    result = fixed(loaded(path), first, second._replace(pattern="three|four", instead="four"))
    assert reasons(result) == [("a.yaml", "`wrong` would still be found")]


@pytest.mark.parametrize(
    ("text", "left", "accepted"),
    [
        ("{a: one, b: three, c: three}", "three", True),
        ("{a: one, b: three}", "three|two", False),
        ("{a: one, b: three, c: three}", "three|two", False),
    ],
)
def test_of_equal_findings_those_that_offer_no_fix_may_stay(
    write: Write, text: str, left: str, accepted: bool
) -> None:
    path = write(f"data: {text}\n")
    result = fixed(loaded(path), ONE._replace(message="wrong"), FakeRule(left, None, "wrong"))
    assert reasons(result) == ([] if accepted else [("a.yaml", "`wrong` would still be found")])


def test_more_may_disappear_than_was_fixed(write: Write) -> None:
    path = write("data: {a: one, b: three}\n")
    other = FakeRule(r"(?<=one, b: )three", None, "wrong")
    result = fixed(loaded(path), ONE._replace(message="wrong"), other)
    assert text_of(result, path) == "data: {a: two, b: three}\n"
    assert (result.refused, result.outcome.findings) == ((), ())


@pytest.mark.parametrize(("name", "accepted"), [("yaml-syntax", True), ("yaml-version", False)])
def test_a_fixed_syntax_error_may_uncover_errors(write: Write, name: str, accepted: bool) -> None:
    """Where a text could not be read, nothing else of it was reported."""
    path = write("data: {a: one}\n")
    worse = FakeRule("two", None, "two is worse", "error", rule="ACME002")
    result = fixed(loaded(path), ONE._replace(severity="error", name=name), worse)
    assert bool(result.pages) is accepted
    assert bool(result.refused) is not accepted


def test_a_new_error_refuses_the_file_that_would_have_it(write: Write) -> None:
    bad, good = write("data: {a: one}\n"), write("data: {a: three}\n", "b.yaml")
    rules = (ONE, FakeRule("three", "four"), FakeRule("two", None, "two is worse", "error", rule="ACME002"))
    result = fixed(loaded(bad, good), *rules)
    assert reasons(result) == [("a.yaml", "it would bring up ACME002: two is worse")]
    assert [Path(page.name).name for page in result.pages] == ["b.yaml"]
    assert [finding.message for finding in result.outcome.findings] == ["one is wrong"]


def test_a_new_warning_is_no_reason_to_refuse(write: Write) -> None:
    path = write("data: {a: one}\n")
    result = fixed(loaded(path), ONE, FakeRule("two", None, "two is worse", rule="ACME002"))
    assert text_of(result, path) == "data: {a: two}\n"


def test_a_new_error_in_a_file_without_fixes_refuses_all_of_the_round(write: Write) -> None:
    first, second = write("data: {a: one}\n"), write("data: {a: one}\n", "b.yaml")
    other = write("data: {a: same}\n", "c.yaml")
    worse = FakeRule("same", None, "no longer the same", "error", rule="ACME002")

    def lint(bundle: Bundle) -> Outcome:
        outcome = lint_with(ONE, worse)(bundle)
        left = any(each.rule == "ACME001" for each in outcome.findings)
        kept = [each for each in outcome.findings if each.rule == "ACME001" or not left]
        return outcome._replace(findings=tuple(kept))

    result = apply_fixes(
        loaded(first, second, other),
        lint,
        lambda outcome, bundle: outcome.findings,
        lambda name: Path(name).read_bytes(),
    )
    reason = "it would bring up ACME002: no longer the same"
    assert reasons(result) == [("a.yaml", reason), ("b.yaml", reason)]
    assert result.pages == ()
    assert len(result.outcome.findings) == 2


def test_a_fix_that_changes_more_than_it_says_is_refused(write: Write) -> None:
    path = write("data: {a: &x one, b: *x}\n")
    result = fixed(loaded(path), ONE)
    assert reasons(result) == [("a.yaml", "`data.b` would change too")]
    assert result.pages == ()
    assert len(result.outcome.findings) == 1


def test_a_refused_file_is_left_alone_in_later_rounds(write: Write) -> None:
    bad, good = write("data: {a: &x one, b: *x, c: three}\n"), write("data: {c: three}\n", "b.yaml")
    result = fixed(loaded(bad, good), ONE, FakeRule("three", "four"), FakeRule("four", "five"))
    assert reasons(result) == [("a.yaml", "`data.b` would change too")]
    assert text_of(result, good) == "data: {c: five}\n"
    assert text_of(result, bad) == "data: {a: &x one, b: *x, c: three}\n"


@pytest.mark.parametrize("text", ["data: {a: one, b: new}\n", "data: {a: one}\nz: new\n"])
def test_a_file_that_changed_since_it_was_read_ends_the_run(write: Write, text: str) -> None:
    path = write("data: {a: one}\n")
    run = loaded(path)
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ChangedSinceError, match=r"a\.yaml: changed since it was read; run stslint again"):
        fixed(run, ONE)


def test_without_the_files_that_could_not_be_written_their_findings_are_back(write: Write) -> None:
    first, second = write("data: {a: one}\n"), write("data: {a: one}\n", "b.yaml")
    run = loaded(first, second)
    result = excluding_failed(fixed(run, ONE), [str(first)], run, lint_with(ONE))
    assert [page.name for page in result.pages] == [str(second)]
    assert [finding.file for finding in result.outcome.findings] == [str(first)]
    texts = [source.text.removeprefix(HEAD) for source in result.gathered.found.sources]
    assert texts == ["data: {a: one}\n", "data: {a: two}\n"]


def test_what_was_refused_stays_so_without_the_failed_files(write: Write) -> None:
    path = write("data: {a: &x one, b: *x}\n")
    run = loaded(path)
    result = excluding_failed(fixed(run, ONE), [], run, lint_with(ONE))
    assert result.refused == (Skipped(str(path), "`data.b` would change too"),)


@pytest.mark.parametrize(
    ("text", "times"),
    [("data: {a: four}\n", 1), ("data: {a: &x one, b: *x}\n", 1), ("data: {a: one}\n", 2)],
    ids=["nothing to fix", "refused", "fixed"],
)
def test_the_rules_run_once_before_the_fixes_and_once_for_what_they_change(
    write: Write, text: str, times: int
) -> None:
    ran = 0

    def lint(bundle: Bundle) -> Outcome:
        nonlocal ran
        ran += 1
        return lint_with(ONE)(bundle)

    apply_fixes(
        loaded(write(text)),
        lint,
        lambda outcome, bundle: outcome.findings,
        lambda name: Path(name).read_bytes(),
    )
    assert ran == times
